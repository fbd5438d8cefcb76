// The interim analyses: at which numbers of pairs they take place, and which conditions the pairs must meet before one may call a difference.
import { SEQUENTIAL_TABLE } from '../stats/sequential-table.ts';

/** The last interim analysis is at 48 pairs: further pairs are not used, because the levels were computed for these analyses. */
export const INTERIM_ANALYSES: readonly number[] = SEQUENTIAL_TABLE.schedule;

/** For each metric, over all interim analyses: the chance of calling a difference between equal sides. */
export const TOTAL_ERROR = 0.01;

/**
 * How many pairs may point the other way when a difference is called. An interval assumes a bell curve. Processes that
 * fall into one of two memory layouts do not follow one: six of eight in the same layout look like a sharp difference. These limits hold
 * for any shape: from the second analysis on, a fair coin stays within one of them in 0.93 % of all sequences.
 */
const MOST_CONTRARY: Readonly<Record<number, number>> = {
  6: 0,
  8: 0,
  11: 0,
  15: 1,
  20: 2,
  27: 4,
  36: 7,
  48: 12,
};

/** Six fair coins agree in 3.1 %: too often. So the first analysis does not call differences of the size of layout modes (7 to 15 % were seen). */
const LAYOUT_MODES = { pairs: 6, from: Math.log(1.07), to: Math.log(1.2) } as const;

export function analysesWithin(pairs: number): readonly number[] {
  return INTERIM_ANALYSES.filter((look) => look <= pairs);
}

/** The next interim analysis after this many pairs, or null after the last. */
export function nextAnalysis(pairs: number): number | null {
  return INTERIM_ANALYSES.find((look) => look > pairs) ?? null;
}

export function mostContrary(look: number): number {
  const limit = MOST_CONTRARY[look];
  if (limit === undefined) throw new RangeError(`no interim analysis is planned at ${look} pairs`);
  return limit;
}

/** Why pairs whose interval lies beyond the floor may not be called yet; null when they may. `values` are logarithms of ratios. */
export function objectionTo(values: readonly number[], estimate: number): string | null {
  const contrary = values.filter((value) => value * Math.sign(estimate) <= 0).length;
  const limit = mostContrary(values.length);
  if (contrary > limit)
    return `${contrary} of ${values.length} pairs point the other way (at most ${limit} may): the pairs may be bimodal`;
  const size = Math.abs(estimate);
  if (values.length === LAYOUT_MODES.pairs && size > LAYOUT_MODES.from && size < LAYOUT_MODES.to)
    return 'in six processes, chance differences of memory layout can be as large: the next interim analysis decides';
  return null;
}
