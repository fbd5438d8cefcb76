// How much a run does where nothing was asked for: repetitions, or the time that a run takes, by profile.
import type { Profile } from '../../contract/scenario.ts';
import { LOOKS } from '../../stats/group-sequential.ts';

export const PROFILES: readonly Profile[] = ['smoke', 'quick', 'standard', 'full'];
export const DEFAULT_REPETITIONS: Readonly<Record<Profile, number>> = {
  smoke: 2,
  quick: 6,
  standard: 10,
  full: 20,
};
/** From the command to the report, in milliseconds. Other profiles count repetitions. */
export const DEFAULT_TIMES: Readonly<Partial<Record<Profile, number>>> = { quick: 90_000 };
/** One invocation shows no spread at all. */
export const FEWEST_REPETITIONS = 2;
export const MOST_REPETITIONS = 1000;
/** Pairs beyond the last look are not used. */
export const MOST_IN_BUDGET = LOOKS.at(-1) ?? 0;
export const MOST_CPUS = 4096;
export const MOST_SEEDS = 1000;
export const MOST_SECONDS = 86_400;
export const LARGEST_SEED = 0xffff_ffff;
