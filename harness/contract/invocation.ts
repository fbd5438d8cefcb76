// The record of one invocation: everything that later stages know about it. It is journalled as it arrives; judging and drawing read only the stored record.
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

/** Which build of the package is measured. `head` is the ordinary one; `control` is the A/A control: the reference a second time. */
export type Side = 'head' | 'base' | 'control';

/** Scenario + parameter set + subject (+ side when two builds are compared). */
export interface CellKey {
  readonly scenario: string;
  readonly set: string;
  readonly subject: string;
  readonly side: Side;
}

/** Stable and readable: `timers.sleep_loop/5ms/node/promises`, with `@base` or `@control` where it is not of head. */
export function cellId({ scenario, set, subject, side }: CellKey): string {
  return `${scenario}/${set}/${subject}${side === 'head' ? '' : `@${side}`}`;
}

/** How an invocation ended. `ok` says that the protocol was completed, and nothing about semantics. */
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
  /** The shortest time from request to answer over all exchanges: a lower bound for everything that this runner does. */
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
  /** CPU time of the runner's process from before the request to behind the reply, as the kernel counts it. Null or absent: it is not known. */
  readonly kernelCpuNs?: number | null;
  /** The number of stalls of the runner's loop; absent where none was requested. */
  readonly stalls?: number;
  readonly witness: WitnessRecord | null;
}

/**
 * A round that began and never ended: the runner hung, failed, crashed or exited in it. What had been recorded until then, as far
 * as the harness got at it.
 */
export interface UnfinishedRound {
  readonly round: number;
  readonly purpose: RoundPurpose;
  readonly record: RecordLevel;
  /** When the harness wrote the request and when it gave the round up or heard of its end, ns since the harness's epoch. */
  readonly sentNs: number;
  readonly lostNs: number;
  /** `hung`: no answer came. `broken`: the round ended with an error, or the process did. */
  readonly ending: 'hung' | 'broken';
  /** In the sidecar file of events. Times are 0 where the round recorded none. Null: nothing is known, and `unknown` says why. */
  readonly events: SegmentReference | null;
  readonly unknown: string | null;
  readonly witness: WitnessRecord | null;
}

/** The conditions that the harness set so that compared processes run under the same state of the machine. */
export interface Conditions {
  /** The CPU to which the whole process was pinned; null: not pinned. */
  readonly cpu: number | null;
  /** True when address space layout randomisation was off. */
  readonly fixedLayout: boolean;
  readonly heapBlockBytes: number;
  /** Length of an extra variable in the environment. */
  readonly environmentBytes: number;
  /** Length of the path to the package that the runner was given; null: the path of the package itself. */
  readonly pathLength: number | null;
  /** The seed for the hashes of a runtime. */
  readonly hashSeed: number;
}

/** The conditions of a process for which the harness set none. */
export const UNTOUCHED: Conditions = {
  cpu: null,
  fixedLayout: false,
  heapBlockBytes: 0,
  environmentBytes: 0,
  pathLength: null,
  hashSeed: 0,
};

/** What a slice is for: `lead` warms the caches and is dropped, `measured` gives the number, `short` shows what a slice itself costs. */
export type SliceRole = 'lead' | 'measured' | 'short';

/** The slices of one invocation, as the harness knows them. The sidecar has what the runner measured itself. */
export interface SliceRecord {
  /** In the sidecar file of samples, layout `slices`. */
  readonly segment: SegmentReference;
  /** The number of slices, from the first, that are warm-up. */
  readonly warmup: number;
  /** Operations of a measured slice: its time is divided by them. */
  readonly operations: number;
  /** Operations of a lead and of a short slice; 0: there are none. */
  readonly leadOperations: number;
  readonly shortOperations: number;
  /** Slice by slice. */
  readonly roles: readonly SliceRole[];
  /** The number of rounds before the slices. */
  readonly roundsBefore: number;
  /** The requested operations, slice by slice: more than planned where a slowdown was injected. */
  readonly asked: readonly number[];
  /** The slot: from the token written to the answer read, by the harness's clock, ns, slice by slice. */
  readonly turnNs: readonly number[];
  /** All threads of the process from the end of the warm-up to the end of the last slice, as the kernel counts; null: it does not report it. */
  readonly runNs: number | null;
  readonly waitNs: number | null;
  readonly involuntarySwitches: number | null;
  /** Page faults without disk access (minor faults) in the same time. */
  readonly minorFaults: number | null;
  /** CPU time of the process in the same time, in user mode and in the kernel, counted in ticks. Null: the kernel does not report it; absent in records that are older than this field. */
  readonly cpu?: { readonly userNs: number; readonly systemNs: number } | null;
}

/** How the rounds of an invocation are driven beyond what its pacing says. */
export interface Drive {
  /** The last round is traced as the first one is: what happens later is held against all rules too. */
  readonly traceLast: boolean;
  /** The runner's loop is stalled in every round, where runner and scenario allow it. */
  readonly stall: boolean;
}

export interface InvocationRecord {
  /** Unique in the run, safe as a file name. */
  readonly id: string;
  readonly repetition: number;
  readonly cell: CellKey;
  readonly params: Parameters;
  readonly seed: number;
  readonly nonce: string;
  readonly secret: number;
  /** Absent where no runner was started, and in records that are older than this field. */
  readonly drive?: Drive;
  readonly outcome: Outcome;
  readonly ready: ReadyMessage | null;
  readonly clock: ClockOffset | null;
  readonly rounds: readonly RoundRecord[];
  /** The round in which the invocation ended; absent where all rounds ended, and where the harness or a stop ended it. */
  readonly unfinished?: UnfinishedRound;
  /** Null where the invocation has no slices. */
  readonly slices: SliceRecord | null;
  readonly conditions: Conditions;
  /** Milliseconds since 1970 at spawn, and how long the process lived. */
  readonly startedAtMs: number;
  readonly wallMs: number;
  /** Paths of the sidecar files, relative to the run folder. */
  readonly sidecar: { readonly samples: string; readonly events: string };
}
