// Where and in which surroundings each of several runs of one build takes place. Pure.
import { shuffled, splitMix32 } from '../../harness/contract/payload.ts';

export interface Surroundings {
  /** Of the folder of the package. */
  readonly pathLength: number;
  /** Of a variable beside the usual ones. */
  readonly environmentBytes: number;
}

/** The shortest and the longest path. */
export const LENGTHS_OF_PATHS = [8, 23] as const;
const MOST_ENVIRONMENT_BYTES = 8192;

/** Each path length comes once before any comes again. */
export function surroundingsOf(runs: number, seed: number): readonly Surroundings[] {
  const next = splitMix32(seed);
  const [least, most] = LENGTHS_OF_PATHS;
  const lengths = Array.from({ length: most - least + 1 }, (_, i) => least + i);
  const drawn: Surroundings[] = [];
  while (drawn.length < runs)
    for (const pathLength of shuffled(lengths, next))
      drawn.push({ pathLength, environmentBytes: next() % MOST_ENVIRONMENT_BYTES });
  return drawn.slice(0, runs);
}
