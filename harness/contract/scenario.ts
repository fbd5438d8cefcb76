// What a scenario declares: parameters, profiles, event alphabet, rules, stimulus, metrics, styles. Data, except for four pure functions.
import type { Act } from './act.ts';
import type { Edit } from './edit.ts';
import type { SamplingPlan } from './measurement.ts';
import type { HttpTraffic } from './http-plan.ts';
import type { EventOrder, Parameters } from './message.ts';
import type { MetricSpec } from './metric.ts';
import type { RuntimeVersion } from './runtime-profile.ts';
import type { SamplePlan } from './sample-plan.ts';
import type { ScenarioOrigin } from './scenario-origin.ts';
import type { UpstreamTraffic } from './upstream-plan.ts';
import type { WitnessRecord } from './witness.ts';

/** The amount of work: `smoke` proves that a cell runs at all, `quick` is the default. */
export type Profile = 'smoke' | 'quick' | 'standard' | 'full';

export interface ParameterSpec {
  readonly text: string;
  readonly unit?: string;
}

/** How one invocation spends its time: rounds until the budget is used, never fewer than the minimum. */
export interface Pacing {
  readonly warmupMs: number;
  readonly measuredMs: number;
  readonly minimumRounds: number;
}

export interface ParameterSet {
  /** Short and stable: names the set in ids and tables. Unique within a profile. */
  readonly name: string;
  readonly params: Parameters;
  readonly pacing: Pacing;
  /** Replaces the scenario's `measurement` for this set. */
  readonly measurement?: SamplingPlan;
}

export interface EventKind {
  readonly name: string;
  /** From 1, unique in the scenario, never reused for another meaning. */
  readonly code: number;
  /**
   * `sequence`: the order within a key counts. `free`: only the set within a key counts.
   * `raw`: shown and checked by rules where traced, never part of the canonical form.
   */
  readonly order: EventOrder;
  readonly text: string;
  /** What key, id and digest mean for this kind. */
  readonly key: string;
  readonly id: string;
  readonly digest: string;
}

export type Level = 'must' | 'may' | 'implementation-defined';

interface RuleBase {
  /** As in the table of the scenario's README: `T1`, `G4`, `I2`. Shared with the report. */
  readonly id: string;
  readonly level: Level;
  /** One sentence with which a person can check a trace. */
  readonly text: string;
}

/**
 * `exact` and `multiset` compare the canonical form of each key with the expected one, in every round.
 * The others read whole traces, in traced rounds.
 */
export type Rule = RuleBase &
  (
    | { readonly kind: 'exact'; readonly events: readonly string[] }
    | { readonly kind: 'multiset'; readonly events: readonly string[] }
    /** Each `after` has an earlier `before` with the same key, id, or both; `join` says which of them must be equal. */
    | {
        readonly kind: 'edge';
        readonly before: string;
        readonly after: string;
        readonly join: 'key' | 'id' | 'key-id';
      }
    /** time(end) - time(start) >= digest(start) microseconds - the runner's declared tolerance for early timers, joined by id. `from`: all digests count from the first start. */
    | { readonly kind: 'not-before'; readonly start: string; readonly end: string; readonly from?: 'first' }
    /** The last `raw` event of a key, of any of these kinds, before each `barrier` event of that key has the barrier's digest. */
    | { readonly kind: 'converge'; readonly raw: string | readonly string[]; readonly barrier: string }
    /** Within a key `open` and `close` alternate, beginning with either. `between` happens only before the first of them or after an `open`. */
    | {
        readonly kind: 'alternate';
        readonly open: string;
        readonly close: string;
        readonly between: string;
      }
    /** While the witness rests, and after they have fallen asleep, the runner's processes wake at most `wakeUpsPerSecond` times a second, by the harness's count. In every round. */
    | { readonly kind: 'resource'; readonly wakeUpsPerSecond: number }
    /** No event of this kind. */
    | { readonly kind: 'forbid'; readonly event: string }
    /** The number of events of this kind is the product of these parameters and numbers. */
    | { readonly kind: 'count'; readonly event: string; readonly product: readonly (string | number)[] }
    /** At some moment at least `atLeast` keys are open: after their `open` event and before their `close`. */
    | { readonly kind: 'overlap'; readonly open: string; readonly close: string; readonly atLeast: number }
    /** No `event` comes later in the trace than an `after` with the same key, id, or both. If both names are equal, no such event happens twice. */
    | {
        readonly kind: 'never-after';
        readonly event: string;
        readonly after: string;
        readonly join: 'key' | 'id' | 'key-id';
      }
    /** The digest of each such event is at most this number, or this parameter. */
    | { readonly kind: 'at-most'; readonly event: string; readonly atMost: number | string }
    /** In any stretch of time at most 1 + ceil((stretch + tolerance for early timers) / period) such events; the parameter is in milliseconds. */
    | { readonly kind: 'rate'; readonly event: string; readonly periodMs: string }
    /** At every moment at most `atMost` (a number, or a parameter) are open: after one of the `open` events and before their `close`. */
    | {
        readonly kind: 'concurrency';
        readonly open: string | readonly string[];
        readonly close: string;
        readonly atMost: number | string;
      }
    /** Every sample is at least minus the runner's declared tolerance for early timers. In every round. */
    | { readonly kind: 'lateness' }
    /** By the clock of the witness, no timer's effect comes before its delay has passed, minus the same tolerance. Needs the stimulus `timers`. */
    | { readonly kind: 'witnessed-delay' }
  );

/** The harness's own actions on the other side while an invocation runs. */
export type Stimulus =
  | { readonly kind: 'none' }
  /**
   * Traced rounds go through the harness's proxy (endpoint `peer`; the workload listens as `server`), which masks the bytes on their way to the server,
   * and keeps the first replies until it has one for each connection. Bytes 8 to 11 of a connection's first message hold its key.
   */
  | { readonly kind: 'echo-proxy'; readonly connections: number; readonly bytesPerConnection: number }
  /** The file writer performs these edits one by one in the invocation's directory, each acknowledged. Endpoint name: `writer`. */
  | { readonly kind: 'edits'; readonly edits: readonly Edit[]; readonly decoys: readonly string[] }
  /** The file writer performs `writes` overwrites of `files` files in one go, `spacingUs` apart, without acknowledgements. Endpoint name: `writer`. */
  | {
      readonly kind: 'burst';
      readonly files: number;
      readonly writes: number;
      readonly bytes: number;
      readonly spacingUs: number;
    }
  /**
   * Directories and files exist before the workload opens; then the writer performs these acts, each acknowledged. Files hold
   * `contentOfDecoy` by their index. Endpoint name: `writer`; each turn ends with `ACTED`.
   */
  | {
      readonly kind: 'acts';
      readonly directories: readonly string[];
      readonly files: readonly string[];
      readonly acts: readonly Act[];
    }
  /** Before each round the harness writes `count` files of `bytes` random bytes named `0`, `1`, ..; those in `missing` do not exist. */
  | {
      readonly kind: 'files';
      readonly count: number;
      readonly bytes: number;
      readonly missing: readonly number[];
    }
  /**
   * When the workload connects to `peer`, `connections` clients connect to its `server`, each with a request of `bytes` bytes. The last `tailBytes` come
   * with the end, from all at once (`END_PIPES`). Then each request has to come back. The connection to `peer` ends when all have.
   */
  | {
      readonly kind: 'half-close';
      readonly connections: number;
      readonly bytes: number;
      readonly tailBytes: number;
    }
  /**
   * When the workload connects to `peer`, `connections` clients connect to its `server` and follow `resetPlan`; `strangers` further
   * clients connect and reset the connection before they send anything. The endpoint `nobody` has no listener.
   */
  | {
      readonly kind: 'reset';
      readonly connections: number;
      readonly messages: number;
      readonly bytes: number;
      readonly strangers: number;
    }
  /**
   * Endpoints `source` and `sink`, Unix sockets: when the workload has connected to both, the source sends `chunks` chunks of
   * `chunkBytes`, and the sink reads nothing until the source has been unable to send for `stallMs`.
   */
  | {
      readonly kind: 'relay';
      readonly chunks: number;
      readonly chunkBytes: number;
      readonly stallMs: number;
      /** The most bytes that the source may have sent before the sink took any: the buffers of the kernel and of an honest relay. */
      readonly takenBytes: number;
    }
  /** The UDP port of the endpoint `peer` answers each of `datagrams` datagrams and `empty` empty ones, as `datagramAnswer` says; an empty datagram gets an empty answer, and the datagram with the number `MARK` comes back unchanged. */
  | { readonly kind: 'datagrams'; readonly datagrams: number; readonly empty: number }
  /** `each` clients of each `ShutdownWay`, and one that comes late. What is said on the connection to `peer`: `run/witness/shutdown-clients.ts`. */
  | { readonly kind: 'shutdown'; readonly each: number; readonly bytes: number }
  /** For each trial some addresses with one port, as endpoints `to-<trial>-<index>`; `peer` says what came to them: `run/witness/addresses.ts`. */
  | { readonly kind: 'addresses'; readonly trials: readonly (readonly AddressKind[])[] }
  /** HTTP/1.1 servers, as endpoints `upstream-<index>`, which answer by `upstreamPlan`; `peer` says what came to them: `run/witness/upstreams.ts`. */
  | ({ readonly kind: 'upstreams' } & UpstreamTraffic)
  /** HTTP/1.1 clients, which ask the workload's `server` as `http-plan.ts` says when it connects to `peer`. */
  | ({ readonly kind: 'http-clients' } & HttpTraffic)
  /** FIFOs `slow-0`, `slow-1`, .. in the directory, whose readers are held until the workload connects to `peer`: `run/witness/pool-files.ts`. */
  | { readonly kind: 'pool'; readonly few: number; readonly many: number; readonly bytes: number }
  /**
   * The endpoint `signals` is asked for signals by the frames of `contract/witness.ts` (`TO_SIGNALLER`): `singles` one by one, one signal `burst`
   * times at a stroke, and single ones to a loop that is held up. Which and when: `signalPlan`. In the invocation's directory stand what it
   * sets before each signal of the burst (`state`: 32 bits) and that it has sent one to a held loop (`sent`).
   */
  | { readonly kind: 'signals'; readonly singles: number; readonly burst: number }
  /** Two named pipes in the directory, `TIMER_PIPES`. For each of `delaysMs` the workload asks and blocks until it is answered; then it says that it is there, arms a timer of that delay, and tells the witness when it has fired. The answer to every second request comes `holdMs` late. It asks once more at the end. */
  | { readonly kind: 'timers'; readonly delaysMs: readonly number[]; readonly holdMs: number };

/** Greets whoever connects; nobody listens there; never answers. */
export type AddressKind = 'good' | 'refusing' | 'silent';

export interface ExpectedEvent {
  readonly kind: string;
  readonly key: number;
  readonly id: number;
  readonly digest: number;
}

/** Everything from which the harness computes, without information from a runner, what must have happened in a round. */
export interface Expectation {
  readonly params: Parameters;
  readonly seed: number;
  readonly nonce: string;
  /** 32 bits that only the harness and its witnesses know: masks and file contents come from it. */
  readonly secret: number;
  readonly round: number;
  readonly traced: boolean;
  /** What the witness recorded in this round, or null where there is none. */
  readonly witness: WitnessRecord | null;
  /** The runtime that ran the round, as it named itself; null where no process ran it. */
  readonly runtime: RuntimeVersion | null;
}

/** Either a workload file exists, or the reason why the style makes no sense here. */
export type StyleSupport = 'supported' | { readonly unsupported: string };
export type StyleTable = Readonly<Record<string, StyleSupport>>;

export interface Scenario {
  /** Set by the loader; absent: the scenario is this package's own. */
  readonly origin?: ScenarioOrigin;
  /** `<family>.<scenario>` */
  readonly id: string;
  /** Raised when parameters or meaning change: results of two versions are never compared. */
  readonly version: number;
  /** The first part of `id`. Scenarios of one family may share files. */
  readonly family: string;
  readonly title: string;
  readonly summary: string;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  readonly profiles: Readonly<Record<Profile, readonly ParameterSet[]>>;
  /** The whole-numbered parameters that set the amount of work, each with its least sensible value: the search for a counterexample lowers them. */
  readonly shrink?: Readonly<Record<string, number>>;
  readonly alphabet: readonly EventKind[];
  readonly rules: readonly Rule[];
  readonly metrics: readonly MetricSpec[];
  readonly measurement: SamplingPlan;
  /** For a closed loop: the product of these parameters is the greatest number of operations under way at once. Each operation then gives a sample. */
  readonly inFlight?: readonly string[];
  /** What the workload samples. Absent: nothing, and each sample is a finding. */
  readonly samples?: SamplePlan;
  /** The name of one operation: `round trip`, `tick`. */
  readonly operation: string;
  /** True: the default run compares all styles of this scenario, not only the default style of each runtime. */
  readonly comparesStyles: boolean;
  /** Variants of runtimes whose default style is measured beside the plain one: see `RunnerManifest`. */
  readonly variants?: readonly string[];
  /** True: `run` includes it when no scenario is named. */
  readonly inDefaultRun: boolean;
  /**
   * Why there are gaps: by language and style, by language, or by style. What a runtime has is what its runner names in `ready`; the
   * runners of this package are held against the entries `supported`.
   */
  readonly styles?: Readonly<Record<string, StyleSupport | StyleTable>>;
  stimulus(params: Parameters): Stimulus;
  /** The most rows that a correct round records. Runners are granted more: `granted-capacity.ts`. */
  capacity(params: Parameters): { readonly events: number; readonly samples: number };
  /** The number of operations of one round: a runner that reports another number is wrong. */
  operations(params: Parameters): number;
  /** All events except `raw` ones, in order within each key; the order across keys does not matter. */
  expected(context: Expectation): Iterable<ExpectedEvent>;
}

/** What a scenario declares of the styles of a language. */
export function styleTableOf({ styles = {} }: Pick<Scenario, 'styles'>, language: string): StyleTable {
  const found = styles[language];
  return isStyleTable(found) ? found : {};
}

export function isStyleTable(support: StyleSupport | StyleTable | undefined): support is StyleTable {
  return typeof support === 'object' && typeof support['unsupported'] !== 'string';
}

/** How the processes of this set run together. */
export function samplingPlanOf(scenario: Scenario, set: ParameterSet): SamplingPlan {
  return set.measurement ?? scenario.measurement;
}
