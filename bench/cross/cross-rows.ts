// What rounds of sliced and plain processes say about the ratio of two runtimes, and whether both ways say the same. Pure.
import type { Interval } from '../../harness/stats/interval.ts';
import { pairedInterval } from '../../harness/stats/paired-interval.ts';

export type CrossMetric = 'typical' | 'cpu';
export type PlainWay = 'free' | 'pinned';

/** Logarithms of the second subject over the first. */
export type CrossContrast = Readonly<Record<CrossMetric, number>>;

/** One round: each null where a process was not proved. */
export interface CrossRound {
  readonly sliced: CrossContrast | null;
  readonly free: CrossContrast | null;
  readonly pinned: CrossContrast | null;
}

export interface Ratio {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/**
 * `within`, `beyond`: the whole interval of the difference. `within?`, `beyond?`: the estimate alone. `another-row`: all CPUs are a
 * row of their own in the results, because its ranking may be another.
 */
export type Agreement = 'within' | 'within?' | 'beyond' | 'beyond?' | 'another-row';

export interface CrossRow {
  readonly scenario: string;
  readonly set: string;
  readonly first: string;
  readonly second: string;
  readonly metric: CrossMetric;
  readonly way: PlainWay;
  readonly rounds: number;
  readonly sliced: Ratio;
  readonly plain: Ratio;
  /** Plain over sliced. */
  readonly difference: Ratio;
  readonly agreement: Agreement;
}

export type CrossHead = Pick<CrossRow, 'scenario' | 'set' | 'first' | 'second'> & {
  /** Whether the results have all CPUs as a row of their own. */
  readonly ownRowForAllCpus: boolean;
};

const LEVEL = 0.95;
/** Of the plain ratio: nearer is the same. */
export const NEAR = 0.03;

/** Metrics and ways with fewer than two whole rounds have no row. */
export function crossRows(
  { ownRowForAllCpus, ...head }: CrossHead,
  rounds: readonly CrossRound[],
): CrossRow[] {
  const metrics: readonly CrossMetric[] = ['typical', 'cpu'];
  const ways: readonly PlainWay[] = ['pinned', 'free'];
  return metrics.flatMap((metric) =>
    ways.flatMap((way): CrossRow[] => {
      const whole = rounds.flatMap((round) => {
        const [sliced, plain] = [round.sliced, round[way]];
        return sliced === null || plain === null ? [] : [{ sliced: sliced[metric], plain: plain[metric] }];
      });
      if (whole.length < 2) return [];
      const sliced = ratioOf(whole.map(({ sliced }) => sliced));
      const plain = ratioOf(whole.map(({ plain }) => plain));
      const difference = ratioOf(whole.map(({ sliced, plain }) => plain - sliced));
      const agreement = ownRowForAllCpus && way === 'free' ? 'another-row' : agreementOf(difference);
      return [{ ...head, metric, way, rounds: whole.length, sliced, plain, difference, agreement }];
    }),
  );
}

function agreementOf({ ratio, low, high }: Ratio): Agreement {
  const [least, most] = [1 - NEAR, 1 + NEAR];
  if (ratio >= least && ratio <= most) return low >= least && high <= most ? 'within' : 'within?';
  return high < least || low > most ? 'beyond' : 'beyond?';
}

function ratioOf(logarithms: readonly number[]): Ratio {
  const { estimate, low, high }: Interval = pairedInterval(logarithms, LEVEL);
  return { ratio: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
}
