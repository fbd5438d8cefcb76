// What the charts draw: the page embeds it as data, the script in the page reads it.
import type { Curve } from '../../harness/contract/numbers.ts';
import type { Cell } from '../../harness/contract/result.ts';
import { anchor } from './html.ts';
import type { BlockView, ReportView } from './view.ts';
import { runtimeOf } from './view.ts';

export interface CurveSeries {
  /** Place in `subjects`. */
  readonly subject: number;
  /** Nines of each point: -log10(1 - q). Null: the first ones of the shared grid. */
  readonly nines: readonly number[] | null;
  readonly valuesNs: readonly number[];
}
export type ChartSpec =
  | {
      readonly kind: 'curve';
      readonly id: string;
      readonly what: Curve['kind'];
      /** The same for all facets of a block, so that they can be compared by eye. */
      readonly lowNs: number;
      readonly highNs: number;
      readonly series: readonly CurveSeries[];
    }
  | {
      readonly kind: 'rates';
      readonly id: string;
      readonly operation: string;
      readonly bars: readonly { readonly subject: number; readonly perSecond: number }[];
    };
export interface ChartData {
  readonly subjects: readonly string[];
  readonly grid: readonly number[];
  readonly charts: readonly ChartSpec[];
}

/** More curves than this on one chart cannot be told apart: they are drawn runtime by runtime. */
const MOST_CURVES = 5;

export function chartData(view: ReportView): ChartData {
  const curves = view.blocks.flatMap(({ cells }) => cells.flatMap((cell) => cell.curve ?? []));
  const grid = curves
    .map(ninesOf)
    .reduce((longest, next) => (next.length > longest.length ? next : longest), []);
  return {
    subjects: view.subjects,
    grid,
    charts: view.blocks.flatMap((block) => [
      ...curveCharts(block, view.subjects, grid),
      ...rateCharts(block, view.subjects),
    ]),
  };
}

/** The curves of a block, in one chart, or one a runtime when there are many. */
export function facets(
  block: BlockView,
): { readonly id: string; readonly title: string; readonly cells: readonly Cell[] }[] {
  const drawn = block.cells.filter((cell) => cell.curve !== null && usable(cell.curve).length > 1);
  if (drawn.length === 0) return [];
  const whole = anchor('curve', block.scenario.id, block.set);
  if (drawn.length <= MOST_CURVES) return [{ id: whole, title: '', cells: drawn }];
  const runtimes = [...new Set(drawn.map((cell) => runtimeOf(cell.subject)))];
  return runtimes.map((runtime) => ({
    id: anchor('curve', block.scenario.id, block.set, runtime),
    title: runtime,
    cells: drawn.filter((cell) => runtimeOf(cell.subject) === runtime),
  }));
}

export function rateId(block: BlockView): string {
  return anchor('rates', block.scenario.id, block.set);
}

function curveCharts(block: BlockView, subjects: readonly string[], grid: readonly number[]): ChartSpec[] {
  const all = facets(block);
  const values = all.flatMap(({ cells }) =>
    cells.flatMap((cell) => pointsOf(cell).map((point) => point.valueNs)),
  );
  return all.map(({ id, cells }) => ({
    kind: 'curve',
    id,
    what: cells[0]?.curve?.kind ?? 'latency',
    lowNs: values.reduce((low, value) => Math.min(low, value), Infinity),
    highNs: values.reduce((high, value) => Math.max(high, value), -Infinity),
    series: cells.map((cell) => series(cell, subjects, grid)),
  }));
}

function series(cell: Cell, subjects: readonly string[], grid: readonly number[]): CurveSeries {
  const nines = cell.curve === null ? [] : ninesOf(cell.curve);
  const shared = nines.every((value, index) => value === grid[index]);
  return {
    subject: subjects.indexOf(cell.subject),
    nines: shared ? null : nines,
    valuesNs: pointsOf(cell).map((point) => Number(point.valueNs.toPrecision(4))),
  };
}

function rateCharts(block: BlockView, subjects: readonly string[]): ChartSpec[] {
  const bars = block.cells.flatMap((cell) =>
    cell.throughput === null ? [] : [{ subject: subjects.indexOf(cell.subject), perSecond: cell.throughput }],
  );
  if (bars.length === 0) return [];
  return [{ kind: 'rates', id: rateId(block), operation: block.scenario.operation, bars }];
}

/** From p1 on: a single smallest value would stretch the axis by a decade. */
function usable(curve: Curve): Curve['points'] {
  return curve.points.filter((point) => point.q >= 0.01 && point.q < 1);
}

function pointsOf(cell: Cell): Curve['points'] {
  return cell.curve === null ? [] : usable(cell.curve);
}

function ninesOf(curve: Curve): number[] {
  return usable(curve).map((point) => Number((-Math.log10(1 - point.q)).toFixed(4)));
}
