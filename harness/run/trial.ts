// The state of one running invocation: its step, its runtime, its context and its record so far.
import type {
  ClockOffset,
  Conditions,
  InvocationRecord,
  RoundRecord,
  SliceRecord,
  UnfinishedRound,
} from '../contract/invocation.ts';
import type { ReadyMessage } from '../contract/message.ts';
import type { Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { BlockContext } from './block/block-types.ts';
import type { Layout } from './layout.ts';
import type { InvocationLimits } from './session/limits.ts';
import type { Stop } from './stop.ts';
import type { WitnessHost } from './witness/port.ts';

export interface InvokeContext {
  /** Root of the package whose workloads are run. */
  readonly packageRoot: string;
  /** The sidecar files go to `samples/` and `traces/` below it. */
  readonly runDirectory: string;
  /** The directory of the invocation is made below it, and deleted afterwards. See `makeScratch`. */
  readonly scratchDirectory: string;
  readonly witness: WitnessHost;
  readonly stop: Stop;
  readonly limits?: InvocationLimits;
  /** The last round is traced as the first one is: what happens later is held against all rules too. */
  readonly traceLast?: boolean;
  /** No trail: its memory and its writes shape what is measured after the traced round. A runner that lives is still asked by `halt`. */
  readonly withoutTrail?: boolean;
  /** The runner's loop is stalled in every round, where runner and scenario allow it. */
  readonly stall?: boolean;
  /** Rounds that differ only in how much is recorded, instead of those that are measured: what recording costs. */
  readonly observing?: boolean;
  /** Where the invocation is a member of a block; absent: it runs alone. */
  readonly block?: BlockContext;
  /** The CPU on which its process starts and stays; null, or absent: wherever the kernel likes. */
  readonly cpu?: number | null;
  /** Where its memory lies; absent: as the machine happens to be. */
  readonly layout?: Layout;
  /** Called between two windows, never within one. */
  onRound?(record: RoundRecord): void;
  /** The runner's process is there and was told nothing yet: nothing is said to it before this is done. */
  onSpawned?(spawned: Spawned): Promise<void>;
}

export interface Spawned {
  readonly pid: number;
  /** The executable and its arguments. */
  readonly command: readonly string[];
}

/** What is known so far: kept when the invocation ends early. */
export interface Progress {
  ready: ReadyMessage | null;
  clock: ClockOffset | null;
  readonly rounds: RoundRecord[];
  unfinished?: UnfinishedRound;
  slices: SliceRecord | null;
  conditions: Conditions;
}

/** Everything that belongs to one invocation while it lasts. */
export interface Trial {
  readonly step: Step;
  readonly runtime: Runtime;
  readonly context: InvokeContext;
  readonly progress: Progress;
  readonly directory: string;
}

/** Beside the directory of the invocation, which workloads may watch. */
export const trailOf = (directory: string): string => `${directory}.trail`;

/** The part of a record that is known before anything was started. */
export function recordOf(
  step: Step,
): Omit<InvocationRecord, keyof Progress | 'outcome' | 'startedAtMs' | 'wallMs'> {
  const { invocation, repetition, cell, seed, nonce, secret, block } = step;
  const sidecar = { samples: `samples/${invocation}.evsg`, events: `traces/${invocation}.evsg` };
  return { id: invocation, repetition, cell, params: block.set.params, seed, nonce, secret, sidecar };
}

/** How the rounds of an invocation are driven beyond what its pacing says. */
export type DriveOptions = Required<Pick<InvokeContext, 'traceLast' | 'stall'>>;

/** Those of an invocation that was driven already: it can be driven so again. */
export function driveOptionsOf({ rounds }: InvocationRecord): DriveOptions {
  return {
    traceLast: rounds.length > 1 && [rounds[0], rounds.at(-1)].every((round) => round?.purpose === 'traced'),
    stall: rounds.some(({ stalls }) => stalls !== undefined),
  };
}
