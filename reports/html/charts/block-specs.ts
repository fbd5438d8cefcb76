// What else is drawn of a parameter set: values in the order in which they were taken, and throughput.
import type { Cell } from '../../../harness/contract/result.ts';
import { median } from '../../../harness/stats/median.ts';
import type { RatesSpec, RunSeries, SeriesSpec } from './chart-data.ts';
import { formatValue, scaleFor } from '../../words/format.ts';
import { anchor } from '../html.ts';
import { fourDigits } from './rounded.ts';
import type { BlockView } from '../../words/view.ts';

/** More points than that say nothing more to the eye, and every cell of the page has them. */
const MOST_POINTS = 32;

/** Only where something did not settle: a flat line answers no question. */
export function seriesCharts(block: BlockView, subjects: readonly string[]): SeriesSpec[] {
  const cells = block.cells.filter((cell) => (cell.series?.points.length ?? 0) > 1);
  if (cells.every(({ steady }) => steady === undefined || steady === 'flat')) return [];
  const of = cells[0]?.series?.of;
  if (of === undefined) return [];
  return [
    {
      kind: 'series',
      id: anchor('series', block.scenario.id, block.set),
      title: `In run order, ${of} by ${of}`,
      finding: seriesFinding(cells),
      of,
      series: cells.map(({ subject, series }) => {
        const { points = [], warmup = 0 } = series ?? {};
        return thinned(subjects.indexOf(subject), points, warmup);
      }),
    },
  ];
}

/** Medians of neighbours; warm-up and the rest are never mixed. */
function thinned(subject: number, points: readonly number[], warmup: number): RunSeries {
  const size = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  const [before, after] = [points.slice(0, warmup), points.slice(warmup)].map((part) =>
    Array.from({ length: Math.ceil(part.length / size) }, (_, group) =>
      fourDigits(median(part.slice(group * size, (group + 1) * size))),
    ),
  );
  return { subject, warmup: before?.length ?? 0, valuesNs: [...(before ?? []), ...(after ?? [])] };
}

const COURSES = {
  flat: 'flat after the warm-up',
  'warm-up': 'still warming up at the end',
  slowdown: 'growing slower',
  none: 'never steady',
} as const;

function seriesFinding(cells: readonly Cell[]): string {
  const known = cells.filter((cell) => cell.steady !== undefined);
  const groups = Object.entries(COURSES).flatMap(([steady, text]) => {
    const found = known.filter((cell) => cell.steady === steady);
    if (found.length === 0) return [];
    const who = found.length === cells.length ? 'All' : found.map((cell) => cell.subject).join(', ');
    return [`${who}: ${text}`];
  });
  return `${groups.join('; ')}. The warm-up is shaded.`;
}

export function rateCharts(block: BlockView, subjects: readonly string[]): RatesSpec[] {
  const bars = block.cells.flatMap(({ subject, throughput }) =>
    throughput === null ? [] : [{ subject: subjects.indexOf(subject), perSecond: throughput }],
  );
  if (bars.length === 0) return [];
  return [
    {
      kind: 'rates',
      id: anchor('rates', block.scenario.id, block.set),
      title: 'Throughput',
      finding: rateFinding(
        bars.map(({ subject, perSecond }) => ({ name: subjects[subject] ?? '', exact: perSecond })),
        block.scenario.operation,
      ),
      operation: block.scenario.operation,
      bars,
    },
  ];
}

function rateFinding(
  bars: readonly { readonly name: string; readonly exact: number }[],
  operation: string,
): string {
  const scale = scaleFor(
    'operations/s',
    bars.map(({ exact }) => exact),
  );
  const show = (value: number): string => formatValue(value, 'operations/s', null, scale);
  const sorted = [...bars].sort((a, b) => b.exact - a.exact);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (most === undefined || least === undefined) return '';
  if (most === least) return `Counted by ${operation}: ${most.name} has ${show(most.exact)}.`;
  return `Counted by ${operation}: most by ${most.name} with ${show(most.exact)}, least by ${least.name} with ${show(least.exact)}.`;
}
