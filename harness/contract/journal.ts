// The lines of a run's journal. The first one holds what a result is made of besides its invocations: with it, the journal is the truth about a run.
import type { UncheckedStyle } from './check-view.ts';
import type { DisturbanceSpan } from './disturbance.ts';
import type { Failure, Result } from './failure.ts';
import type { InvocationRecord, Side, Subject } from './invocation.ts';
import type { Owner } from './owner.ts';
import type { Checking, RunOptions } from './request.ts';
import type { Environment } from './result.ts';
import type { Runtime } from './runner-manifest.ts';
import type { Profile } from './scenario.ts';
import type { ShardView } from './shard.ts';
import type { Finding, Judgement, KnownDivergence, Proof } from './verdict.ts';
import type { KeyDigest } from './message.ts';

export const JOURNAL_SCHEMA = 'evenloop/journal@2';

/** From which `makePlan` makes the same plan again; nonces and secrets stand in the records. */
export interface JournalledPlanning {
  /** Scenarios by id and version. */
  readonly wanted: readonly {
    readonly scenario: string;
    readonly version: number;
    readonly subjects: readonly Subject[];
  }[];
  readonly profile: Profile;
  readonly repetitions: number;
  readonly gateRepetitions: number | null;
  readonly processes: number;
  readonly seed: number;
  readonly sides: readonly Side[];
  readonly reference: string | null;
  /** Ids of the blocks of a shard; absent: all blocks. */
  readonly only?: readonly string[];
}

/** The first line. */
export interface RunLine {
  readonly kind: 'run';
  readonly schema: typeof JOURNAL_SCHEMA;
  /** Of evenloop. */
  readonly version: string;
  readonly id: string;
  readonly startedAtMs: number;
  /** The words of the command, and the folder in which it was given. */
  readonly args: readonly string[];
  readonly folder: string;
  /** The command that repeats the run. */
  readonly command: string;
  readonly owner: Owner;
  readonly comparing: 'nothing' | 'subjects' | 'sides';
  readonly checking: Checking | null;
  readonly options: RunOptions;
  /** The subject that others are compared with. */
  readonly reference: string;
  readonly planning: JournalledPlanning;
  /** Absent: the whole plan. */
  readonly shard?: ShardView;
  /** Of the ids and schedules of all steps: a plan that was made again must have the same. */
  readonly plan: { readonly steps: number; readonly digest: string };
  readonly runtimes: readonly Runtime[];
  readonly known: readonly (readonly [scenario: string, list: readonly KnownDivergence[]])[];
  readonly unchecked: readonly UncheckedStyle[];
  readonly absent: readonly string[];
  readonly failures: readonly Failure[];
  readonly environment: Environment;
  readonly conditions: readonly {
    readonly name: string;
    readonly kept: boolean;
    readonly text: string;
  }[];
  /** On which blocks run at once. */
  readonly cpus: readonly number[];
  readonly commit: string | null;
  /** The digest of everything that a result depends on, by its name. */
  readonly sources: Readonly<Record<string, string>>;
}

/** The run goes on in another process. */
export interface ResumedLine {
  readonly kind: 'resumed';
  readonly owner: Owner;
  readonly atMs: number;
}

export interface RecordLine {
  readonly kind: 'invocation';
  /** How long the run had taken by then, in milliseconds, without the time in which no process worked on it. */
  readonly usedMs: number;
  readonly record: InvocationRecord;
}

/** What W6 said of an invocation, as the checker gives it. */
export type JournalledComparison =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'different';
      readonly finding: Finding;
      readonly earlier: {
        readonly invocation: string;
        readonly round: number;
        readonly digests: readonly KeyDigest[];
      };
    };

/** A judgement as a file holds it: what was read is no proof until the checker makes one of it again. */
export interface StoredJudgement extends Omit<Judgement, 'proof'> {
  readonly proof: Pick<Proof, 'invocation' | 'rounds' | 'events' | 'keys'> | null;
}

/** What the checker said of an invocation, before its trace was dropped. */
export interface JudgedLine {
  readonly kind: 'judged';
  readonly invocation: string;
  readonly judgement: Result<StoredJudgement>;
  readonly compared: JournalledComparison | null;
}

/** What a block of slices says of the orchestrator. */
export interface WindowLine {
  readonly kind: 'window';
  readonly slotsNs: number;
  readonly slices: number;
  readonly orchestratorNs: number;
}

/** What went on beside the run and may have changed numbers. */
export interface DisturbanceLine {
  readonly kind: 'disturbance';
  readonly span: DisturbanceSpan;
}

export type JournalLine = RunLine | ResumedLine | RecordLine | JudgedLine | WindowLine | DisturbanceLine;
