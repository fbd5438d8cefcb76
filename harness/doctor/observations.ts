// What the doctor looks at: facts of this machine, each of which may be missing. The diagnoses are made of these and of nothing else.
import type { Failure } from '../contract/failure.ts';
import type { Condition } from '../run/block/bench-conditions.ts';
import type { EchoAnswer, EchoSeen, FolderSeen, LimitsSeen } from '../machine/seen.ts';
import type { ClockQuality } from '../run/environment/clock-quality.ts';

/** Null: it did not answer in time, or this system does not tell. */
export interface Observations {
  readonly runtimes: RuntimesSeen | null;
  readonly limits: LimitsSeen;
  readonly conditions: readonly Condition[] | null;
  /** Of the folder where workloads watch files, and of the folder of runs. */
  readonly watching: readonly EchoSeen[] | null;
  readonly loopback: EchoAnswer | null;
  readonly clock: ClockSeen;
  readonly processors: ProcessorsSeen;
  readonly folders: readonly FolderSeen[] | null;
}

export interface RuntimesSeen {
  readonly found: readonly {
    readonly id: string;
    readonly version: string;
    readonly executable: string;
    readonly source: string;
  }[];
  readonly missing: readonly Failure[];
  readonly passedOver: readonly Failure[];
}

export interface ClockSeen extends ClockQuality {
  readonly source: string | null;
  readonly sources: readonly string[];
}

export interface ProcessorsSeen {
  readonly allowed: number;
  readonly cgroupLimit: number | null;
  /** Load average of the last minute. */
  readonly load: number;
  /** Shares of the machine's CPU time during the examination; null: too short to say. */
  readonly foreignShare: number | null;
  readonly stealShare: number | null;
  readonly governor: string | null;
  /** Null: the machine does not say whether its clock rises beyond the nominal one. */
  readonly boost: boolean | null;
  readonly virtualization: string | null;
}
