// The percentile curves of a parameter set, as y values on a grid of nines that all share.
import type { Curve } from '../../../harness/contract/numbers.ts';
import type { Cell } from '../../../harness/contract/result.ts';
import { CURVE_GRID } from '../../../harness/stats/curve.ts';
import type { CurveSeries, CurveSpec } from './chart-data.ts';
import { formatCount, formatQuantile, formatValue } from '../../words/format.ts';
import { anchor } from '../html.ts';
import { fourDigits } from './rounded.ts';
import type { BlockView } from '../../words/view.ts';

/** As much of the grid of the statistics as any cell reaches. */
export function sharedGrid(cells: readonly Cell[]): number[] {
  const longest = Math.max(0, ...cells.map((cell) => pointsOf(cell).length));
  return CURVE_GRID.slice(0, longest).map(ninesOf);
}

/** All subjects in one chart. `leads`: the reference, and what stands for each other runtime. */
export function curveCharts(
  block: BlockView,
  subjects: readonly string[],
  grid: readonly number[],
  leads: readonly string[],
): CurveSpec[] {
  const drawn = block.cells.filter((cell) => pointsOf(cell).length > 1);
  if (drawn.length === 0) return [];
  const placeOf = ({ subject }: Cell): number =>
    leads.includes(subject) ? leads.indexOf(subject) : leads.length;
  const cells = drawn.toSorted((a, b) => placeOf(a) - placeOf(b));
  const values = cells.flatMap((cell) => pointsOf(cell).map((point) => fourDigits(point.valueNs)));
  const what = cells[0]?.curve?.kind ?? 'latency';
  return [
    {
      kind: 'curve',
      id: anchor('curve', block.scenario.id, block.set),
      title: `${what === 'latency' ? 'Latency' : 'Lateness'} by percentile`,
      finding: curveFinding(cells, leads[0] ?? ''),
      what,
      lowNs: values.reduce((low, value) => Math.min(low, value), Infinity),
      highNs: values.reduce((high, value) => Math.max(high, value), -Infinity),
      series: cells.map((cell) => series(cell, subjects, grid)),
    },
  ];
}

function series(cell: Cell, subjects: readonly string[], grid: readonly number[]): CurveSeries {
  const points = pointsOf(cell);
  const nines = points.map((point) => ninesOf(point.q));
  const shared = nines.every((value, index) => value === grid[index]);
  return {
    subject: subjects.indexOf(cell.subject),
    nines: shared ? null : nines,
    valuesNs: points.map((point) => fourDigits(point.valueNs)),
  };
}

/** Lowest and highest at the median and at the last percentile that all curves reach; and whether they change places. */
function curveFinding(cells: readonly Cell[], reference: string): string {
  const common = (cells[0] === undefined ? [] : pointsOf(cells[0]))
    .map(({ q }) => q)
    .filter((q) => q >= 0.5 && cells.every((cell) => valueAt(cell, q) !== null));
  const [first, last] = [common[0], common.at(-1)];
  if (first === undefined || last === undefined) return 'Too few samples for a percentile beyond the median.';
  const sentence = [rangeText(cells, first), ...(last > first ? [rangeText(cells, last)] : [])].join('; at ');
  const swaps = new Set(common.map((q) => extremes(cells, q)?.low.cell.subject)).size > 1;
  const early = cells.reduce((sum, cell) => sum + (cell.curve?.early ?? 0), 0);
  return [
    `At ${sentence}.`,
    swaps ? 'Which is lowest changes on the way.' : '',
    early > 0 ? `${formatCount(early)} samples came early: below zero.` : '',
    cells.some((cell) => cell.subject === reference) ? '' : `${reference} has no curve here.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function rangeText(cells: readonly Cell[], q: number): string {
  const found = extremes(cells, q);
  if (found === null) return '';
  const { low, high } = found;
  if (low.cell === high.cell)
    return `${formatQuantile(q)} ${low.cell.subject} has ${formatValue(low.value, 'ns')}`;
  return `${formatQuantile(q)} from ${formatValue(low.value, 'ns')} (${low.cell.subject}) to ${formatValue(high.value, 'ns')} (${high.cell.subject})`;
}

interface Extreme {
  readonly cell: Cell;
  readonly value: number;
}

function extremes(
  cells: readonly Cell[],
  q: number,
): { readonly low: Extreme; readonly high: Extreme } | null {
  const all = cells
    .flatMap((cell): Extreme[] => {
      const value = valueAt(cell, q);
      return value === null ? [] : [{ cell, value }];
    })
    .sort((a, b) => a.value - b.value);
  const [low, high] = [all[0], all.at(-1)];
  return low === undefined || high === undefined ? null : { low, high };
}

function valueAt(cell: Cell, q: number): number | null {
  return pointsOf(cell).find((point) => point.q === q)?.valueNs ?? null;
}

/** From p1 on: a single smallest value would stretch the axis by a decade. */
function pointsOf({ curve }: Cell): Curve['points'] {
  return curve === null ? [] : curve.points.filter((point) => point.q >= 0.01 && point.q < 1);
}

function ninesOf(q: number): number {
  return Number((-Math.log10(1 - q)).toFixed(4));
}
