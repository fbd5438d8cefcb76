// The quantile curve of a cell: exact quantiles on a fixed grid that grows finer towards the tail.
import type { Curve } from '../contract/numbers.ts';
import { orderStatistic } from './quantile.ts';

/** A point is kept while at least this many samples lie beyond it: fewer would be single events, not a distribution. */
export const SAMPLES_BEYOND = 10;

/** From p1; eight points for each further nine, up to six nines. The same for every cell, so that curves can be laid over each other. */
export const CURVE_GRID: readonly number[] = makeGrid();

export function exactCurve(sorted: Float64Array): Curve['points'] {
  const points: Curve['points'] = [];
  for (const q of CURVE_GRID) {
    const beyond = sorted.length - Math.ceil(q * sorted.length);
    if (beyond < SAMPLES_BEYOND) break;
    points.push({ q, valueNs: orderStatistic(sorted, q) });
  }
  return points;
}

function makeGrid(): number[] {
  const grid = [0.01, 0.02, 0.05];
  for (let percent = 10; percent < 90; percent += 5) grid.push(percent / 100);
  for (let eighth = 8; eighth <= 48; eighth++) grid.push(Number((1 - 10 ** (-eighth / 8)).toPrecision(8)));
  return grid;
}
