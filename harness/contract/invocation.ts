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

/** Which build of the package is measured. `head` is the ordinary one; `twin` is the reference a second time, for the A/A lane. */
export type Side = 'head' | 'base' | 'twin';

/** Scenario + parameter set + subject (+ side when two builds are compared). */
export interface CellKey {
  readonly scenario: string;
  readonly set: string;
  readonly subject: string;
  readonly side: Side;
}

/** Stable and readable: `timers.sleep_loop/5ms/node/promises`, with `@base` or `@twin` where it is not of head. */
export function cellId({ scenario, set, subject, side }: CellKey): string {
  return `${scenario}/${set}/${subject}${side === 'head' ? '' : `@${side}`}`;
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
  /** The least time from question to answer of the exchanges: nothing that this runner does takes less. */
  readonly roundTripNs?: number;
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

/** What the harness did so that processes that are compared meet the same machine. */
export interface Conditions {
  /** The CPU to which the whole process was pinned; null: not pinned. */
  readonly cpu: number | null;
  /** True when address space layout randomisation was off. */
  readonly fixedLayout: boolean;
  readonly heapBlockBytes: number;
  /** Length of a variable that the environment had beside the usual ones. */
  readonly environmentBytes: number;
  /** Length of the path by which the runner was told where its package lies; null: the path of the package itself. */
  readonly pathLength: number | null;
  /** For hashes that a runtime seeds. */
  readonly hashSeed: number;
}

/** Of a process that nobody did anything about. */
export const UNTOUCHED: Conditions = {
  cpu: null,
  fixedLayout: false,
  heapBlockBytes: 0,
  environmentBytes: 0,
  pathLength: null,
  hashSeed: 0,
};

/** What a slice is for: `lead` warms the caches and is dropped, `measured` is the number, `short` tells what a slice itself costs. */
export type SliceRole = 'lead' | 'measured' | 'short';

/** The slices of one invocation, as the harness knows them. What the runner measured itself lies in the sidecar. */
export interface SliceRecord {
  /** In the sidecar file of samples, layout `slices`. */
  readonly segment: SegmentReference;
  /** So many slices, from the first, are warm-up. */
  readonly warmup: number;
  /** Of a measured slice: by which its time is divided. */
  readonly operations: number;
  /** Of a lead and of a short slice; 0: there are none. */
  readonly leadOperations: number;
  readonly shortOperations: number;
  /** Slice by slice. */
  readonly roles: readonly SliceRole[];
  /** So many rounds went before the slices. */
  readonly roundsBefore: number;
  /** What was asked for, slice by slice: more than planned where a slowdown was injected. */
  readonly asked: readonly number[];
  /** Token written to answer read, by the harness's clock, ns, slice by slice. */
  readonly turnNs: readonly number[];
  /** All threads of the process from the end of the warm-up to the end of the last slice, as the kernel counts; null: it does not tell. */
  readonly runNs: number | null;
  readonly waitNs: number | null;
  readonly involuntarySwitches: number | null;
  /** Pages that the kernel had to bring without reading a disk, in the same time. */
  readonly minorFaults: number | null;
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
  /** Null where nothing was sliced. */
  readonly slices: SliceRecord | null;
  readonly conditions: Conditions;
  /** Milliseconds since 1970 at spawn, and how long the process lived. */
  readonly startedAtMs: number;
  readonly wallMs: number;
  /** Paths of the sidecar files, relative to the run folder. */
  readonly sidecar: { readonly samples: string; readonly events: string };
}
