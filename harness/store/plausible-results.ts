// What a result can say and no run has measured: its schema allows it, and whoever compared it would call it a change. Pure.
import type { RunResult } from '../contract/result.ts';

/** Thirty years in nanoseconds, and a million times what a machine has in bytes. */
const MOST = 1e18;

/** The first place, and what is wrong there, as the schema's own objections are told; null: nothing is. */
export function implausibility({ run, cells, scenarios }: RunResult): string | null {
  for (const name of ['startedAt', 'finishedAt'] as const)
    if (Number.isNaN(Date.parse(run[name]))) return `/run/${name} is no time`;
  const seen = new Set<string>();
  for (const [i, cell] of cells.entries()) {
    if (seen.has(cell.id)) return `/cells/${i}/id is that of an earlier cell`;
    seen.add(cell.id);
    const metrics = scenarios.find(({ id }) => id === cell.scenario)?.metrics ?? [];
    for (const [j, { metric, value, low, high, repetitions }] of cell.measurements.entries()) {
      const isRatio = metrics.find(({ id }) => id === metric)?.scale === 'ratio';
      const numbers = { value, low, high, ...Object.fromEntries(repetitions.entries()) };
      const odd = Object.entries(numbers).find(([, number]) => number !== null && isOdd(number, isRatio));
      if (odd !== undefined)
        return `/cells/${i}/measurements/${j} has ${odd[1]}, which is no ${metric} that could be measured`;
    }
  }
  return null;
}

/** What is compared by ratios is an amount. */
const isOdd = (number: number, isRatio: boolean): boolean =>
  Math.abs(number) > MOST || (isRatio && number < 0);
