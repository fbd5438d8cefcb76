// Finds by simulation how strict each look must be, so that looking again and again errs no more often than was promised.
import { mean, variance } from './mean.ts';
import { studentQuantile, studentTwoSided } from './student-t.ts';
import { trimmedMean25 } from './trimmed-mean.ts';
import type { Random32 } from './xoshiro.ts';
import { seededXoshiro } from './xoshiro.ts';
import { yuenError } from './yuen-interval.ts';

/** The intervals that decide: Student's for the mean, Yuen's for the 25 %-trimmed mean. */
export const LOOK_TESTS = ['t', 'trim25'] as const;
export type LookTest = (typeof LOOK_TESTS)[number];

export interface Simulation {
  /** Numbers of pairs of the interim analyses, ascending. */
  readonly schedule: readonly number[];
  /** The chances of calling a difference between equal sides at any interim analysis, for which levels are searched. */
  readonly totals: readonly number[];
  readonly replicates: number;
  readonly seed: number;
}

/** For one total: entry i of `first` is the level when the first i + 1 analyses take place, of `alone` when only number i does. */
export interface TotalLevels {
  readonly total: number;
  readonly first: readonly number[];
  readonly alone: readonly number[];
}
export type Levels = Readonly<Record<LookTest, readonly TotalLevels[]>>;

/**
 * Each replicate is one whole comparison of equal sides: normal pairs, looked at by schedule. It errs at a constant level
 * exactly if its smallest p so far is below it; so the level for a total is that quantile of the smallest p.
 */
export function simulateLevels({ schedule, totals, replicates, seed }: Simulation): Levels {
  const normal = normals(seededXoshiro(seed));
  // A level is never above its total, but for the error of the simulation.
  const most = 1.2 * Math.max(...totals);
  const looks = schedule.map((pairs) => lookAt(pairs, most));
  const empty = (): number[][] => schedule.map(() => []);
  const found = { t: { first: empty(), alone: empty() }, trim25: { first: empty(), alone: empty() } };
  for (let replicate = 0; replicate < replicates; replicate++) {
    const values: number[] = [];
    const least = { t: 1, trim25: 1 };
    for (const [index, look] of looks.entries()) {
      while (values.length < look.pairs) values.push(normal());
      for (const test of LOOK_TESTS) {
        const p = look.p[test](values);
        least[test] = Math.min(least[test], p);
        if (p <= most) found[test].alone[index]?.push(p);
        if (least[test] <= most) found[test].first[index]?.push(least[test]);
      }
    }
  }
  const levelsOf = ({ first, alone }: Record<'first' | 'alone', number[][]>): TotalLevels[] =>
    totals.map((total) => {
      const level = (values: readonly number[]): number => smallestBut(values, total * replicates);
      return { total, first: first.map(level), alone: alone.map(level) };
    });
  return { t: levelsOf(found.t), trim25: levelsOf(found.trim25) };
}

interface Look {
  readonly pairs: number;
  /** Two-sided p; 1 where it is above everything that is asked for, which saves the costly part. */
  readonly p: Readonly<Record<LookTest, (values: readonly number[]) => number>>;
}

function lookAt(pairs: number, most: number): Look {
  const byStudent = tailBelow(most, pairs - 1);
  const { degreesOfFreedom } = yuenError(Array.from({ length: pairs }, (_, index) => index));
  const byYuen = tailBelow(most, degreesOfFreedom);
  return {
    pairs,
    p: {
      t: (values) => byStudent(mean(values) / Math.sqrt(variance(values) / pairs)),
      trim25: (values) => byYuen(trimmedMean25(values) / yuenError(values).standardError),
    },
  };
}

function tailBelow(most: number, df: number): (t: number) => number {
  const critical = studentQuantile(1 - most / 2, df);
  return (t) => (Math.abs(t) < critical ? 1 : studentTwoSided(t, df));
}

/** The `rank`-th smallest: there are too many for an interpolation to matter. */
function smallestBut(values: readonly number[], rank: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.round(rank) - 1)] ?? Number.NaN;
}

/** Marsaglia's polar method. */
export function normals(random32: Random32): () => number {
  let spare: number | null = null;
  const uniform = (): number => (random32() + 0.5) / 2 ** 31 - 1;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const [x, y] = [uniform(), uniform()];
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
}
