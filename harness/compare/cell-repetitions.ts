// The values of one metric of a cell, one per repetition.
import type { Cell } from '../contract/result.ts';

/** Empty where the cell has no such measurement. */
export function repetitionsOf(cell: Cell | undefined, metric: string): readonly (number | null)[] {
  return cell?.measurements.find((measurement) => measurement.metric === metric)?.repetitions ?? [];
}
