// What slices of half, twice and four times the declared length say of a ratio, beside those of the declared one. Pure.
import { pairedInterval } from '../../harness/stats/paired-interval.ts';

export type LengthMetric = 'wall' | 'cpu';

/** One process: nanoseconds an operation, by the length of the slices as a multiple of the declared one. */
export type LengthSeen = Readonly<Record<LengthMetric, ReadonlyMap<number, number>>>;

/** Two processes of one block. */
export interface LengthPair {
  readonly base: LengthSeen;
  readonly other: LengthSeen;
}

export interface LengthRow {
  readonly scenario: string;
  readonly set: string;
  readonly reference: string;
  readonly subject: string;
  readonly metric: LengthMetric;
  /** Of the declared length: 0.5, 2, 4. */
  readonly times: number;
  readonly blocks: number;
  /** Subject over reference in slices of the declared length. */
  readonly ratio: number;
  /** The ratio of this length over that of the declared one, with its interval. */
  readonly difference: { readonly ratio: number; readonly low: number; readonly high: number };
}

/** The lengths that are compared, as multiples of the declared one. */
export const LENGTHS = [0.5, 1, 2, 4] as const;

const LEVEL = 0.95;
const FEWEST_BLOCKS = 2;

/** Within a block the same processes have all lengths, so that what differs between processes takes no part. */
export function lengthRows(
  head: Pick<LengthRow, 'scenario' | 'set' | 'reference' | 'subject'>,
  pairs: readonly LengthPair[],
): LengthRow[] {
  const metrics: readonly LengthMetric[] = ['wall', 'cpu'];
  return metrics.flatMap((metric) =>
    LENGTHS.filter((times) => times !== 1).flatMap((times): LengthRow[] => {
      const known = pairs
        .map((pair) => ({ declared: logRatio(pair, metric, 1), other: logRatio(pair, metric, times) }))
        .filter(({ declared, other }) => Number.isFinite(declared) && Number.isFinite(other));
      if (known.length < FEWEST_BLOCKS) return [];
      const { estimate, low, high } = pairedInterval(
        known.map(({ declared, other }) => other - declared),
        LEVEL,
      );
      const ratio = Math.exp(
        pairedInterval(
          known.map(({ declared }) => declared),
          LEVEL,
        ).estimate,
      );
      const difference = { ratio: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
      return [{ ...head, metric, times, blocks: known.length, ratio, difference }];
    }),
  );
}

function logRatio({ base, other }: LengthPair, metric: LengthMetric, times: number): number {
  return Math.log((other[metric].get(times) ?? Number.NaN) / (base[metric].get(times) ?? Number.NaN));
}
