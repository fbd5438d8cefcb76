// The state of one running invocation: its step, its runtime, its context and its record so far.
import type {
  ClockOffset,
  Conditions,
  Drive,
  InvocationRecord,
  RoundRecord,
  SliceRecord,
  UnfinishedRound,
} from '../contract/invocation.ts';
import type { ReadyMessage } from '../contract/message.ts';
import type { Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { BlockContext } from './block/block-types.ts';
import type { KeptSidecars } from './held-sidecars.ts';
import type { Layout } from './layout.ts';
import type { InvocationLimits } from './session/limits.ts';
import type { Wires } from './session/wires.ts';
import type { MemberStages } from './stages.ts';
import type { Stop } from './stop.ts';
import type { WitnessHost } from './witness/port.ts';

export interface InvokeContext extends Partial<Drive> {
  /** Root of the package whose workloads are run. */
  readonly packageRoot: string;
  /** The sidecar files go to `samples/` and `traces/` below it. */
  readonly runDirectory: string;
  /** The directory of the invocation is made below it, and deleted afterwards. See `makeScratch`. */
  readonly scratchDirectory: string;
  readonly witness: WitnessHost;
  readonly stop: Stop;
  readonly limits?: InvocationLimits;
  /** No trail: its memory and its writes shape what is measured after the traced round. A runner that lives is still asked by `halt`. */
  readonly withoutTrail?: boolean;
  /** Rounds that differ only in how much is recorded, instead of those that are measured: what recording costs. */
  readonly observing?: boolean;
  /** Where the invocation is a member of a block; absent: it runs alone. */
  readonly block?: BlockContext;
  /** The CPU on which its process starts and stays; null, or absent: wherever the kernel likes. */
  readonly cpu?: number | null;
  /** Where its memory lies; absent: as the machine happens to be. */
  readonly layout?: Layout;
  /** Told in which stage the invocation is; absent: nobody asks where time goes. */
  readonly stages?: MemberStages;
  /** Hears what is said to the runner and by it; absent: nobody. */
  readonly wires?: Wires;
  /** Takes the handles of the sidecar files, which are then not released here; absent: who reads them opens them. */
  readonly sidecars?: Pick<KeptSidecars, 'keep'>;
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
): Omit<InvocationRecord, keyof Progress | 'drive' | 'outcome' | 'startedAtMs' | 'wallMs'> {
  const { invocation, repetition, cell, seed, nonce, secret, block } = step;
  const sidecar = { samples: `samples/${invocation}.evsg`, events: `traces/${invocation}.evsg` };
  return { id: invocation, repetition, cell, params: block.set.params, seed, nonce, secret, sidecar };
}

/** What is asked of an invocation in this context. */
export function driveIn({ traceLast = false, stall = false }: Partial<Drive>): Drive {
  return { traceLast, stall };
}

/** Those of an invocation that was driven already: it can be driven so again. An older record shows it in the rounds that ended. */
export function driveOf({ drive, rounds }: InvocationRecord): Drive {
  return (
    drive ?? {
      traceLast:
        rounds.length > 1 && [rounds[0], rounds.at(-1)].every((round) => round?.purpose === 'traced'),
      stall: rounds.some(({ stalls }) => stalls !== undefined),
    }
  );
}
