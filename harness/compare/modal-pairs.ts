// Pairs of one mode: where the processes of a cell are bimodal, only processes of the same mode are compared.
import type { Cell } from '../contract/result.ts';
import { faultModes } from '../stats/fault-modes.ts';
import { mean } from '../stats/mean.ts';
import { pairsOf, present } from './pairs.ts';
import type { Contrast, PairDifferences } from './pairs.ts';
import type { ScaledMetric } from './scale.ts';

export interface ModalPairs {
  /** Those of the mode that most pairs have; the others are null. */
  readonly pairs: PairDifferences;
  /** What the modes are, and what the other pairs say; null where there is one mode. */
  readonly note: string | null;
}

export function modalPairsOf(
  metric: ScaledMetric,
  first: Cell,
  second: Cell,
  contrast: Contrast,
): ModalPairs {
  const pairs = pairsOf(metric, first, second, contrast);
  const [ofFirst, ofSecond] = [groupOf(first), groupOf(second)];
  if (ofFirst === null && ofSecond === null) return { pairs, note: null };
  const kinds = pairs.map((pair, repetition) =>
    pair === null ? null : `${ofFirst?.(repetition) ?? 0} ${ofSecond?.(repetition) ?? 0}`,
  );
  const main = mostOf(kinds);
  const others = present(pairs.map((pair, repetition) => (kinds[repetition] === main ? null : pair)));
  const told = [first, second].flatMap((cell) => modeText(cell)).join('; ');
  return {
    pairs: pairs.map((pair, repetition) => (kinds[repetition] === main ? pair : null)),
    note: `${told}. The ratio is that of ${pairs.length - others.length} of ${pairs.length} pairs${otherText(metric, others)}`,
  };
}

/** The group of the process in a repetition: 0 is the larger group; null where the cell has one mode. */
function groupOf({ pageFaults }: Cell): ((repetition: number) => number) | null {
  const modes = pageFaults === undefined ? null : faultModes(pageFaults);
  return modes === null ? null : (repetition) => (modes[1].members.includes(repetition) ? 1 : 0);
}

function modeText({ subject, pageFaults = [] }: Cell): string[] {
  const modes = faultModes(pageFaults);
  if (modes === null) return [];
  const of = modes[0].members.length + modes[1].members.length;
  const parts = modes.map(
    ({ members, faults }) =>
      `${faults.toFixed(1)} page faults an operation in ${members.length} of ${of} processes`,
  );
  return [`two modes of ${subject}: ${parts.join(', ')}`];
}

function otherText({ scale }: ScaledMetric, others: readonly number[]): string {
  if (others.length === 0) return '';
  const middle = mean(others);
  const text = scale === 'ratio' ? `${Math.exp(middle).toPrecision(3)}×` : middle.toPrecision(3);
  return `; of the other ${others.length}: ${text}`;
}

/** The most frequent kind, the first of several; null for an empty list. */
function mostOf(kinds: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const kind of kinds) if (kind !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}
