// The same rows of runs on several machines, pooled: each machine is one draw, and the spread between machines is part of the answer. Pure.
import type { Comparison, RunResult } from '../contract/result.ts';
import { poolMachines } from '../stats/random-effects.ts';
import type { MachineEstimate } from '../stats/random-effects.ts';
import { studentQuantile } from '../stats/student-t.ts';
import { familyLevel } from './scale.ts';

export interface PooledRow {
  readonly scenario: string;
  readonly set: string;
  readonly metric: string;
  readonly reference: string;
  readonly subject: string;
  readonly scale: Comparison['scale'];
  /** Of each run, in their order; null: it has no interval. */
  readonly machines: readonly (number | null)[];
  /** On the scale of the row; null: fewer than two runs have an interval. */
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Standard deviation between machines: of a ratio as a share, of a difference in the unit of the metric. */
  readonly between: number | null;
}

export interface PooledRuns {
  readonly runs: readonly { readonly run: string; readonly cpuModel: string; readonly kernel: string }[];
  /** Of each interval; all intervals together are wrong as seldom as those of one run. */
  readonly level: number;
  readonly rows: readonly PooledRow[];
}

/** Runs in the order of their ids, whatever the order of the arguments. */
export function poolRuns(results: readonly RunResult[]): PooledRuns {
  const sorted = results.toSorted((a, b) => (a.run.id < b.run.id ? -1 : 1));
  const byKey = sorted.map(({ comparisons }) => new Map(comparisons.map((row) => [rowKey(row), row])));
  const rows = [
    ...new Map(sorted.flatMap(({ comparisons }) => comparisons.map((row) => [rowKey(row), row]))),
  ];
  const sides = rows.map(([key, row]) => ({ row, machines: byKey.map((of) => estimateOf(of.get(key))) }));
  const level = familyLevel(sides.filter(({ machines }) => present(machines).length > 1).length);
  return {
    runs: sorted.map(({ run, environment: { cpuModel, kernel } }) => ({ run: run.id, cpuModel, kernel })),
    level,
    rows: sides.map(({ row, machines }) => pooledRow(row, machines, level)),
  };
}

/** The same row in all runs has the same key. */
export const rowKey = ({ scenario, set, metric, reference, subject }: Comparison): string =>
  [scenario, set, metric, `${subject} against ${reference}`].join(' ');

function pooledRow(
  { scenario, set, metric, reference, subject, scale }: Comparison,
  machines: readonly (MachineEstimate | null)[],
  level: number,
): PooledRow {
  const known = present(machines);
  const pooled = known.length < 2 ? null : poolMachines(known, level);
  const back = (value: number): number => (scale === 'ratio' ? Math.exp(value) : value);
  return {
    scenario,
    set,
    metric,
    reference,
    subject,
    scale,
    machines: machines.map((one) => (one === null ? null : back(one.estimate))),
    estimate: pooled === null ? null : back(pooled.estimate),
    low: pooled === null ? null : back(pooled.low),
    high: pooled === null ? null : back(pooled.high),
    between: pooled === null ? null : scale === 'ratio' ? Math.expm1(pooled.between) : pooled.between,
  };
}

/** From the interval of the row: of a ratio on the scale of logarithms. Null without one, or where it has no width. */
function estimateOf(row: Comparison | undefined): MachineEstimate | null {
  if (row === undefined || row.estimate === null || row.low === null || row.high === null) return null;
  const onScale = (value: number): number => (row.scale === 'ratio' ? Math.log(value) : value);
  const degrees = Math.max(1, row.pairs - 1);
  const half = (onScale(row.high) - onScale(row.low)) / 2;
  const standardError = half / studentQuantile((1 + row.level) / 2, degrees);
  const estimate = onScale(row.estimate);
  return Number.isFinite(estimate) && standardError > 0 && Number.isFinite(standardError)
    ? { estimate, standardError }
    : null;
}

const present = (machines: readonly (MachineEstimate | null)[]): MachineEstimate[] =>
  machines.flatMap((one) => (one === null ? [] : [one]));
