// The decision engine on pairs with known slowdowns: the rates of its verdicts, and the number of pairs that they take.
import { splitMix32 } from '../contract/payload.ts';
import { median } from '../stats/median.ts';
import { proportion } from '../stats/proportion.ts';
import type { Proportion } from '../stats/proportion.ts';
import type { PairsVerdict } from '../contract/pairs.ts';
import type { PairValue } from './decide-interim.ts';
import { decidingAnalyses } from './decide-pairs.ts';
import { INTERIM_ANALYSES } from './interim-analyses.ts';

/** Confidence of the intervals of all rates. */
export const RATE_LEVEL = 0.95;

export type Counts = Readonly<Record<PairsVerdict, number>>;

export interface Rates {
  readonly verdicts: Counts;
  readonly slower: Proportion;
  /** `slower` or `faster`: what must not happen where nothing differs. */
  readonly differs: Proportion;
  readonly same: Proportion;
  /** Middle number of pairs to a verdict, `unclear` at the end included; null without decisions. */
  readonly pairs: number | null;
}

/**
 * Consecutive decisions on the pairs in their order: each takes up where the last one ended, so none shares a pair with another and
 * all are independent. What is left at the end and too little for a verdict is not counted.
 */
export function disjointRates(cells: readonly (readonly PairValue[])[]): Rates {
  return ratesOf(cells.flatMap(disjointDecisions));
}

interface Decided {
  readonly verdict: PairsVerdict;
  readonly pairs: number;
}

function disjointDecisions(pairs: readonly PairValue[]): Decided[] {
  const last = INTERIM_ANALYSES.at(-1) ?? 0;
  const decided: Decided[] = [];
  for (let from = 0; from < pairs.length; ) {
    const given = pairs.slice(from, from + last);
    const look = decidingAnalyses(given).at(-1)?.look;
    if (look === undefined || (look.verdict === 'unclear' && given.length < last)) break;
    decided.push(look);
    from += look.pairs;
  }
  return decided;
}

/**
 * Decisions on the same pairs in other orders: windows that begin anywhere and wrap around. They share pairs, so their intervals say
 * how exactly the rate of these pairs is known, not how it would come out on another day. `flip` turns each pair around by
 * chance: allowed where both sides are the same, and there it makes more of few pairs.
 */
export function resampledRates(
  cells: readonly (readonly PairValue[])[],
  { windows, flip, seed }: { readonly windows: number; readonly flip: boolean; readonly seed: number },
): Rates {
  const next = splitMix32(seed);
  const decided = cells.flatMap((pairs) =>
    Array.from({ length: pairs.length === 0 ? 0 : windows }, (): Decided => {
      const window = windowFrom(pairs, next() % pairs.length);
      const turned = flip ? window.map((pair) => (next() % 2 === 0 ? pair : flipped(pair))) : window;
      return decidingAnalyses(turned).at(-1)?.look ?? { verdict: 'unclear', pairs: 0 };
    }),
  );
  return ratesOf(decided);
}

function windowFrom(pairs: readonly PairValue[], from: number): PairValue[] {
  const last = INTERIM_ANALYSES.at(-1) ?? 0;
  return Array.from({ length: last }, (_, i) => pairs[(from + i) % pairs.length]).flatMap(
    (pair) => pair ?? [],
  );
}

function flipped({ first, sliceMedian, cpuMean }: PairValue): PairValue {
  return {
    first: first === 'a' ? 'b' : 'a',
    sliceMedian: -sliceMedian,
    cpuMean: cpuMean === null ? null : -cpuMean,
  };
}

function ratesOf(decided: readonly Decided[]): Rates {
  const count = (...verdicts: readonly PairsVerdict[]): number =>
    decided.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const rate = (...verdicts: readonly PairsVerdict[]): Proportion =>
    proportion(count(...verdicts), decided.length, RATE_LEVEL);
  return {
    verdicts: {
      slower: count('slower'),
      faster: count('faster'),
      same: count('same'),
      unclear: count('unclear'),
    },
    slower: rate('slower'),
    differs: rate('slower', 'faster'),
    same: rate('same'),
    pairs: decided.length === 0 ? null : median(decided.map(({ pairs }) => pairs)),
  };
}
