// The record of one invocation: everything later stages know of it. Journalled as it arrives, judged and drawn from storage alone.
import type { Failure } from './failure.ts';
import type {
  KeyDigest,
  Parameters,
  ReadyMessage,
  RecordLevel,
  Resources,
  RoundPurpose,
  SegmentReference,
} from './message.ts';
import type { WitnessRecord } from './witness.ts';

/** What is compared: a runtime and a style. `id` is `<runtime>/<style>`. */
export interface Subject {
  readonly id: string;
  readonly runtime: string;
  readonly style: string;
}

/** Which build of the package is measured. `head` is the ordinary one. */
export type Side = 'head' | 'base';

/** Scenario + parameter set + subject (+ side when two builds are compared). */
export interface CellKey {
  readonly scenario: string;
  readonly set: string;
  readonly subject: string;
  readonly side: Side;
}

/** How an invocation ended. `ok` says that the protocol was completed, nothing about meaning. */
export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'workload-failed'; readonly failure: Failure }
  | { readonly kind: 'timeout'; readonly failure: Failure }
  | { readonly kind: 'crashed'; readonly signal: string; readonly failure: Failure }
  | { readonly kind: 'exited'; readonly exitCode: number; readonly failure: Failure }
  | { readonly kind: 'closed-without-reply'; readonly failure: Failure }
  | { readonly kind: 'protocol-error'; readonly failure: Failure }
  | { readonly kind: 'setup-error'; readonly failure: Failure }
  | { readonly kind: 'not-run'; readonly reason: string };

/** Offset to add to a time of the runner to get a time of the harness, and the largest error it may have, in ns. */
export interface ClockOffset {
  readonly offsetNs: number;
  readonly errorNs: number;
  readonly source: 'shared-epoch' | 'handshake';
}

export interface RoundRecord {
  readonly round: number;
  readonly purpose: RoundPurpose;
  readonly record: RecordLevel;
  /** Start and end of the window by the runner's clock, ns since its epoch. */
  readonly startNs: number;
  readonly endNs: number;
  /** When the harness wrote the request and read the reply, ns since the harness's epoch. */
  readonly sentNs: number;
  readonly receivedNs: number;
  readonly operations: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly digests: readonly KeyDigest[];
  readonly samples: SegmentReference | null;
  readonly events: SegmentReference | null;
  readonly resources: Resources;
  /** How often the runner's loop was stalled; absent where it was not asked to be. */
  readonly stalls?: number;
  readonly witness: WitnessRecord | null;
}

export interface InvocationRecord {
  /** Unique in the run, safe as a file name. */
  readonly id: string;
  readonly unit: number;
  readonly cell: CellKey;
  readonly params: Parameters;
  readonly seed: number;
  readonly nonce: string;
  readonly secret: number;
  readonly outcome: Outcome;
  readonly ready: ReadyMessage | null;
  readonly clock: ClockOffset | null;
  readonly rounds: readonly RoundRecord[];
  /** Milliseconds since 1970 at spawn, and how long the process lived. */
  readonly startedAtMs: number;
  readonly wallMs: number;
  /** Paths of the sidecar files, relative to the run folder. */
  readonly sidecar: { readonly samples: string; readonly events: string };
}
