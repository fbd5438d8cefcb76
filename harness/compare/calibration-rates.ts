// The decision engine on pairs with known slowdowns: the rates of its verdicts, and the number of pairs that they take.
import { splitMix32 } from '../contract/payload.ts';
import { median } from '../stats/median.ts';
import { proportion } from '../stats/proportion.ts';
import type { Proportion } from '../stats/proportion.ts';
import type { Look, PairsVerdict } from '../contract/pairs.ts';
import type { PairValue } from './decide-interim.ts';
import { decidingAnalyses, detectableAt } from './decide-pairs.ts';
import type { PairEffects } from './metric-finding.ts';
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
  /** Middle of the smallest slowdowns that the decisions could have detected, as a ratio; null without decisions. */
  readonly detectable: number | null;
}

/**
 * Consecutive decisions on the pairs in their order: each takes up where the last one ended, so none shares a pair with another and
 * all are independent. What is left at the end and too little for a verdict is not counted.
 */
export function disjointRates(cells: readonly (readonly PairValue[])[], effects: CellEffects = []): Rates {
  return ratesOf(cells.flatMap((pairs, cell) => disjointDecisions(pairs, effects[cell])));
}

/** Of each cell, in their order. Where a cell has none, those that nobody set. */
export type CellEffects = readonly PairEffects[];

interface Decided {
  readonly verdict: PairsVerdict;
  readonly pairs: number;
  readonly detectable: number | null;
}

const decidedAt = (look: Look): Decided => ({
  verdict: look.verdict,
  pairs: look.pairs,
  detectable: detectableAt(look),
});

function disjointDecisions(pairs: readonly PairValue[], effects: PairEffects | undefined): Decided[] {
  const last = INTERIM_ANALYSES.at(-1) ?? 0;
  const decided: Decided[] = [];
  for (let from = 0; from < pairs.length; ) {
    const given = pairs.slice(from, from + last);
    const look = decidingAnalyses(given, effects).at(-1)?.look;
    if (look === undefined || (look.verdict === 'unclear' && given.length < last)) break;
    decided.push(decidedAt(look));
    from += look.pairs;
  }
  return decided;
}

export interface Resampling {
  readonly windows: number;
  readonly flip: boolean;
  readonly seed: number;
  readonly effects?: CellEffects;
}

/**
 * Decisions on the same pairs in other orders: windows that begin anywhere and wrap around. They share pairs, so their intervals say
 * how exactly the rate of these pairs is known, not how it would come out on another day. `flip` turns each pair around by
 * chance: allowed where both sides are the same, and there it makes more of few pairs.
 */
export function resampledRates(
  cells: readonly (readonly PairValue[])[],
  { windows, flip, seed, effects = [] }: Resampling,
): Rates {
  const next = splitMix32(seed);
  const decided = cells.flatMap((pairs, cell) =>
    Array.from({ length: pairs.length === 0 ? 0 : windows }, (): Decided => {
      const window = windowFrom(pairs, next() % pairs.length);
      const turned = flip ? window.map((pair) => (next() % 2 === 0 ? pair : flipped(pair))) : window;
      const look = decidingAnalyses(turned, effects[cell]).at(-1)?.look;
      return look === undefined ? { verdict: 'unclear', pairs: 0, detectable: null } : decidedAt(look);
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
  const found = decided.flatMap(({ detectable }) => detectable ?? []);
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
    detectable: found.length === 0 ? null : median(found),
  };
}
