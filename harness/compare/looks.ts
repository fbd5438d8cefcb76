// When pairs are looked at, and what is asked of the pairs themselves before a look may call a difference.
import { SEQUENTIAL_TABLE } from '../stats/sequential-table.ts';

/** The last look is at 48: pairs beyond it are not used, because the levels were made for these looks. */
export const LOOKS: readonly number[] = SEQUENTIAL_TABLE.schedule;

/** Of each metric, over all looks: the chance to call a difference where there is none. */
export const TOTAL_ERROR = 0.01;

/**
 * How many pairs may point the other way when a difference is called. An interval takes the pairs for a bell curve; processes that
 * fall into one of two memory layouts are none, and six of eight in the same one look like a sharp difference. These limits hold
 * for any shape: from the second look on, a fair coin stays within one of them in 0.93 % of all sequences.
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

/** Six fair coins agree in 3.1 %: too often. So the first look does not call what has the size of a layout mode (7 to 15 % were seen). */
const LAYOUT_MODES = { pairs: 6, from: Math.log(1.07), to: Math.log(1.2) } as const;

export function looksWithin(pairs: number): readonly number[] {
  return LOOKS.filter((look) => look <= pairs);
}

/** The look after this many pairs, or null when there is none. */
export function nextLook(pairs: number): number | null {
  return LOOKS.find((look) => look > pairs) ?? null;
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
