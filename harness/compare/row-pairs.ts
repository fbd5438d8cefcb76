// The pairs of one row: a subject against the reference, and against its A/A control where that ran beside them.
import type { Cell } from '../contract/result.ts';
import { modalPairsOf } from './modal-pairs.ts';
import type { ModalPairs } from './modal-pairs.ts';
import type { Contrast } from './pairs.ts';
import type { ScaledMetric } from './scale.ts';

/**
 * The reference and its A/A control are the same program: where both ran in every repetition of the row, a pair is the subject against the
 * middle of the two, and the chance of one process of the reference is halved. Where one of them has two modes, only the reference counts.
 */
export function rowPairs(
  metric: ScaledMetric,
  { base, control, cell }: { readonly base: Cell; readonly control: Cell | undefined; readonly cell: Cell },
  contrast: Contrast,
): ModalPairs {
  const own = modalPairsOf(metric, base, cell, contrast);
  if (control === undefined || control.verdict !== 'equivalent' || own.note !== null) return own;
  const beside = modalPairsOf(metric, base, control, contrast);
  if (beside.note !== null) return own;
  const pairs = own.pairs.map((pair, repetition) => {
    const other = beside.pairs[repetition];
    return pair === null || other === null || other === undefined ? null : pair - other / 2;
  });
  const lost = own.pairs.some((pair, repetition) => pair !== null && pairs[repetition] === null);
  return lost ? own : { ...own, pairs };
}
