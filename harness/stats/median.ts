// The median of unsorted values.
import { quantile } from './quantile.ts';

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
