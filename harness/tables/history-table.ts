// The history in the terminal: a line per subject, with a sparkline of its newest values.
import { formatNumber, formatValue, scaleFor } from '../../reports/words/format.ts';
import { dayOf } from '../../reports/site/history-drawing.ts';
import { directionOf } from '../../reports/words/direction.ts';
import type { HistoryChart, HistoryLine } from '../../reports/history/history.ts';
import { findingOf } from '../../reports/site/history-page.ts';
import type { Paint } from './colour.ts';
import { renderTable } from './table.ts';
import type { Column, Row } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: '', align: 'left', priority: 0 },
  { title: 'newest', align: 'right', priority: 0 },
  { title: 'to the one before', align: 'right', priority: 1 },
  { title: 'smallest', align: 'right', priority: 3 },
  { title: 'largest', align: 'right', priority: 3 },
  { title: 'newest last', align: 'left', priority: 2 },
];
/** The number of newest values that are drawn. */
const DRAWN = 16;
const STEPS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** `searched`: whether change points were looked for. `width` null: `--wide`. */
export function historyLines(
  charts: readonly HistoryChart[],
  searched: boolean,
  width: number | null,
  paint: Paint,
): string[] {
  const rows = charts.flatMap((chart): Row[] => [
    { heading: `${chart.scenario} ${chart.set} · ${chart.metric}, ${directionOf(chart)}` },
    { heading: `  ${chart.profile} on ${chart.machine}: ${findingOf(chart, searched)}` },
    ...chart.lines.map((line) => rowOf(line, chart)),
    ...chart.lines.flatMap((line) => changeRows(line, chart.reference)),
    ...markRows(chart),
  ]);
  return renderTable(COLUMNS, rows, width, paint);
}

function rowOf({ subject, points }: HistoryLine, { unit, runs }: HistoryChart): Row {
  const values = points.map(({ value }) => value);
  const scale = scaleFor(unit, values);
  const [last, before] = [points.at(-1), points.at(-2)];
  const newest = last?.at === runs.length - 1 ? formatValue(last.value, unit, null, scale) : 'absent';
  const step =
    last === undefined || before === undefined || before.value === 0
      ? ''
      : `${formatNumber(last.value / before.value, 2)}×`;
  const [smallest, largest] = extremes(values);
  const ends = [smallest, largest].map((value) => formatValue(value, unit, null, scale));
  return [`  ${subject}`, newest, step, ...ends, sparkline(values.slice(-DRAWN))];
}

function changeRows({ subject, changes }: HistoryLine, reference: string): Row[] {
  const over = reference === '' ? '' : ` over ${reference}`;
  return changes.map(({ before, after, ratio, accepted }) => ({
    heading: `  ${subject} moved to ${formatNumber(ratio, 2)}×${over} with ${after.id} of ${dayOf(after.startedAt)}, ${before.commit ?? '?'}..${after.commit ?? '?'}${accepted === null ? '' : ` (accepted: ${accepted})`}`,
  }));
}

/** A mark of all lines is one. */
function markRows({ lines }: HistoryChart): Row[] {
  const told = lines.flatMap(({ marks }) =>
    marks.map(({ run, text }) => `  new series with ${run.id} of ${dayOf(run.startedAt)}: ${text}`),
  );
  return [...new Set(told)].map((heading) => ({ heading }));
}

/** Heights between the smallest and the largest of these values. What moves by less than this share stays in the middle. */
const LEAST_SPAN = 0.2;

function sparkline(values: readonly number[]): string {
  const [smallest, largest] = extremes(values);
  const span = Math.max(largest - smallest, LEAST_SPAN * Math.abs(largest));
  const low = (smallest + largest - span) / 2;
  return values
    .map((value) => STEPS[span === 0 ? 3 : Math.round(((value - low) / span) * (STEPS.length - 1))] ?? '')
    .join('');
}

function extremes(values: readonly number[]): readonly [number, number] {
  return [
    values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  ];
}
