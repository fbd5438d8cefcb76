// How many pairs a rule would need to see a slowdown, if it erred exactly as often as the gate does: by the noncentral t of paired values.
import { studentCdf, studentQuantile } from '../../harness/stats/student-t.ts';

export interface PairDemand {
  /** The effect as a logarithm. */
  readonly effect: number;
  /** Of one pair, as a logarithm. */
  readonly pairSd: number;
  readonly falseAlarms: number;
  readonly power: number;
}

/** More pairs than this are not practical. */
export const MOST_PAIRS = 1_000_000;
const FEWEST_PAIRS = 3;

/** Null: not even with a million. */
export function neededPairs(demand: PairDemand): number | null {
  if (powerOf(MOST_PAIRS, demand) < demand.power) return null;
  let [low, high] = [FEWEST_PAIRS - 1, MOST_PAIRS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (powerOf(middle, demand) >= demand.power) high = middle;
    else low = middle;
  }
  return high;
}

/** The power of a two-sided t test on `pairs` pairs. Noncentral t by its normal approximation (Johnson and Welch 1940). */
export function powerOf(pairs: number, { effect, pairSd, falseAlarms }: PairDemand): number {
  const df = pairs - 1;
  const critical = studentQuantile(1 - falseAlarms / 2, df);
  const shift = (Math.abs(effect) * Math.sqrt(pairs)) / pairSd;
  const z = (critical * (1 - 1 / (4 * df)) - shift) / Math.sqrt(1 + critical ** 2 / (2 * df));
  return 1 - normalCdf(z);
}

/** Student's t with this many degrees of freedom equals the normal distribution to five digits. */
const normalCdf = (z: number): number => studentCdf(z, 100_000);
