// The chance that any of several looks' intervals misses, by importance sampling: precise also where it is one in a million.
import { normals } from './simulate-levels.ts';
import { studentQuantile } from './student-t.ts';
import { seededXoshiro } from './xoshiro.ts';

export interface LooksToSimulate {
  /** Numbers of pairs, ascending. */
  readonly looks: readonly number[];
  /** The two-sided error of each look's Student interval. */
  readonly errors: readonly number[];
  /** Degrees of freedom that a prior adds to each look, a whole number; 0: Student's own. */
  readonly borrowed: number;
  readonly replicates: number;
  readonly seed: number;
}

export interface SimulatedChance {
  readonly chance: number;
  readonly standardError: number;
}

/**
 * Of normal pairs whose variance is drawn from the prior. Each replicate draws one look and pairs with which that look misses; it counts one over the
 * number of looks that miss (Adler, Blanchet, Liu, Ann. Appl. Prob. 22 (2012): a union of rare events).
 */
export function chanceOfAnyMiss(input: LooksToSimulate): SimulatedChance {
  const { looks, errors, borrowed, replicates, seed } = input;
  const random = seededXoshiro(seed);
  const normal = normals(random);
  const limits = looks.map(
    (pairs, index) => -studentQuantile((errors[index] ?? 0) / 2, pairs - 1 + borrowed),
  );
  const total = errors.reduce((sum, error) => sum + error, 0);
  let [sum, squares] = [0, 0];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const uniform = (): number => (random() + 0.5) / 2 ** 32;
    const missing = pick(errors, uniform() * total);
    // By the lower tail: one less a chance this small would be one.
    const t = -studentQuantile(
      ((errors[missing] ?? 0) * uniform()) / 2,
      (looks[missing] ?? 0) - 1 + borrowed,
    );
    const path = pathThrough(t, looks[missing] ?? 0, { borrowed, most: looks.at(-1) ?? 0, normal });
    const misses = looks.filter(
      (pairs, index) =>
        index === missing || Math.abs(studentOf(path, pairs, borrowed)) > (limits[index] ?? 0),
    ).length;
    sum += 1 / misses;
    squares += 1 / misses ** 2;
  }
  const average = sum / replicates;
  const spread = Math.sqrt((squares / replicates - average ** 2) / replicates);
  return { chance: total * average, standardError: total * spread };
}

function pick(weights: readonly number[], at: number): number {
  let left = at;
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return weights.length - 1;
}

/** Sums and sums of squares of the first pairs, and the squares that were there before: those of the prior. */
interface Path {
  readonly prior: number;
  readonly sums: readonly number[];
  readonly squares: readonly number[];
}

/** Normal pairs with variance one, given that Student's t of the first `pairs` of them is `t`. */
function pathThrough(
  t: number,
  pairs: number,
  { borrowed, most, normal }: { borrowed: number; most: number; normal: () => number },
): Path {
  // The squares of all are independent of t, which divides them between the mean and the rest.
  const all = chiSquare(borrowed + pairs, normal);
  const ofMean = (all * t * t) / (t * t + borrowed + pairs - 1);
  const raw = Array.from({ length: pairs }, normal);
  const centre = raw.reduce((sum, value) => sum + value, 0) / pairs;
  const before = chiSquare(borrowed, normal);
  const around = raw.reduce((sum, value) => sum + (value - centre) ** 2, before);
  const scale = Math.sqrt((all - ofMean) / around);
  const first = raw.map((value) => Math.sqrt(ofMean / pairs) + scale * (value - centre));
  const values = [...first, ...Array.from({ length: most - pairs }, normal)];
  const running = (of: (value: number) => number): number[] => {
    let sum = 0;
    return values.map((value) => (sum += of(value)));
  };
  return {
    prior: before * scale ** 2,
    sums: running((value) => value),
    squares: running((value) => value ** 2),
  };
}

function studentOf({ prior, sums, squares }: Path, pairs: number, borrowed: number): number {
  const sum = sums[pairs - 1] ?? Number.NaN;
  const rest = prior + (squares[pairs - 1] ?? Number.NaN) - sum ** 2 / pairs;
  return sum / Math.sqrt((pairs * rest) / (borrowed + pairs - 1));
}

function chiSquare(degreesOfFreedom: number, normal: () => number): number {
  let sum = 0;
  for (let i = 0; i < degreesOfFreedom; i++) sum += normal() ** 2;
  return sum;
}
