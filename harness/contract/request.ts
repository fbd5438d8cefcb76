// What a person asks for, after it was read and checked: what the command line and the rooms that carry it out agree on.
import type { Profile } from './scenario.ts';
import type { ShardChoice } from './shard.ts';

export interface RunOptions {
  /** Patterns; empty: all scenarios. */
  readonly scenarios: readonly string[];
  /** Patterns; empty: the default subjects of each scenario. */
  readonly subjects: readonly string[];
  readonly profile: Profile;
  /** Of each cell; the most where there is a budget. */
  readonly repetitions: number;
  /** The run is to take so long, and its repetitions go where they decide most; null: every cell has the same number. */
  readonly timeMs: number | null;
  /** Null: drawn for this run. */
  readonly seed: number | null;
  /** Null: a new folder under `reports/out`. */
  readonly out: string | null;
  readonly json: boolean;
  readonly keepTraces: boolean;
  readonly maxTimeMs: number | null;
  readonly reference: string | null;
  readonly verbose: boolean;
  readonly wide: boolean;
  /** Look for the smallest counterexample of what diverges. */
  readonly shrink: boolean;
  /** Say what recording costs, by some more invocations. */
  readonly observer: boolean;
  /** The file that every message of every session goes to; null: none. */
  readonly wire: string | null;
  /** Blocks run on so many CPUs at once; null: on all that the machine grants. */
  readonly cpus: number | null;
  /** Verdicts are given also where the run was disturbed, and each says so; absent: none is given there. */
  readonly trustDisturbed?: boolean;
  /** A part of the plan; absent: the whole of it. */
  readonly shard?: ShardChoice;
}

/** How a check differs from a measurement. */
export interface Checking {
  /** Ids of the rules that decide; empty: all. */
  readonly rules: readonly string[];
  /** Busy processes beside the runners, and stalls of their loops. */
  readonly stress: boolean;
}

/** What a machine may refuse, and a test may pretend that it does. */
export const GRANTS = ['pinning', 'layout', 'scheduling'] as const;
export type Grant = (typeof GRANTS)[number];

export interface GateOptions {
  readonly scenarios: readonly string[];
  readonly subjects: readonly string[];
  readonly blocks: number;
  readonly gates: number;
  /** Percent of each CPU that a neighbour keeps busy; 0: no neighbour of ours. */
  readonly neighbour: number;
  readonly seed: number | null;
  /** Where the recorded pairs go; null: nowhere. */
  readonly pairsOut: string | null;
  /** What is not used although this machine may grant it: to see whether the gate keeps its false alarms without it. */
  readonly without: readonly Grant[];
  readonly json: boolean;
}
