// The answer in the terminal: every subject of every block with its value, its ratio to the reference and the interval.
import {
  formatDifference,
  formatDifferenceInterval,
  formatRatio,
  formatRatioInterval,
  formatSmallestSeen,
  formatValue,
  scaleFor,
} from '../../reports/words/format.ts';
import type { Scale } from '../../reports/words/format.ts';
import { kernelText, limitOf } from '../../reports/words/limit.ts';
import type { LimitOf, ToLimit } from '../../reports/words/limit.ts';
import { COMPARISON_WORDS, CONFORMANCE_WORDS } from '../../reports/words/verdict-words.ts';
import type { VerdictWord } from '../../reports/words/verdict-words.ts';
import { reasonOf } from '../../reports/words/undecided-words.ts';
import { measurementOf, viewOf } from '../../reports/words/view.ts';
import type { BlockView, Metric } from '../../reports/words/view.ts';
import { excludesNone } from '../contract/excludes-none.ts';
import type { Cell, Change, Comparison, RunResult } from '../contract/result.ts';
import type { Paint, Shade } from './colour.ts';
import { renderTable } from './table.ts';
import type { Column, PaintedText, Row } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: '', align: 'left', priority: 0 },
  { title: 'value', align: 'right', priority: 1 },
  { title: 'to reference', align: 'right', priority: 2 },
  { title: 'interval', align: 'left', priority: 3 },
  { title: '', align: 'left', priority: 0 },
  { title: 'smallest', align: 'right', priority: 1 },
  { title: 'why', align: 'left', priority: 4 },
];
const WHY = COLUMNS.length - 1;

/** Only where the run has a limit. */
const LIMIT_COLUMNS: readonly Column[] = [
  { title: 'to limit', align: 'right', priority: 1 },
  { title: 'interval', align: 'left', priority: 3 },
  { title: 'kernel', align: 'right', priority: 2 },
];

/** `width` null: `--wide`. */
export function verdictTable(result: RunResult, width: number | null, paint: Paint): string[] {
  const limit = limitOf(result);
  const rows = viewOf(result).blocks.flatMap((block) =>
    block.scenario.metrics
      .filter(({ primary }) => primary)
      .flatMap((metric) => metricRows(block, metric, result, limit)),
  );
  const columns = limit === null ? COLUMNS : [...COLUMNS, ...LIMIT_COLUMNS];
  return rows.length === 0 ? [] : renderTable(columns, rows, width, paint);
}

function metricRows(
  { scenario, set, cells }: BlockView,
  metric: Metric,
  { run, comparisons }: RunResult,
  limit: LimitOf | null,
): Row[] {
  const values = cells.flatMap((cell) => measurementOf(cell, metric.id)?.value ?? []);
  const scale = scaleFor(metric.unit, values);
  const rows = cells.map((cell): Row => {
    const comparison = comparisons.find(
      (entry) =>
        entry.scenario === scenario.id &&
        entry.set === set &&
        entry.metric === metric.id &&
        entry.subject === cell.subject,
    );
    const cells = [
      `  ${cell.subject}`,
      valueText(cell, metric, scale),
      ...against(cell, comparison, metric, run.reference),
      ...(limit === null ? [] : [...limitCells(limit(cell, metric)), kernelText(cell)]),
    ];
    return comparison !== undefined && isOpenThough(comparison) ? { cells, telling: WHY } : cells;
  });
  return [{ heading: `${scenario.id} ${set} · ${metric.title}, ${metric.better} is better` }, ...rows];
}

function valueText(cell: Cell, metric: Metric, scale: Scale): string {
  const measured = measurementOf(cell, metric.id);
  if (measured === undefined) return '';
  return formatValue(measured.value, metric.unit, measured.high - measured.low, scale);
}

/** Estimate, interval, verdict, smallest detectable change, reason. A cell whose meaning differs has no estimate to show. */
function against(
  cell: Cell,
  comparison: Comparison | undefined,
  metric: Metric,
  reference: string,
): readonly (string | PaintedText)[] {
  if (cell.proof === null) return ['', '', painted(CONFORMANCE_WORDS[cell.verdict]), '', cell.reason];
  if (cell.subject === reference) return ['', '', { text: 'reference', shade: 'dim' }, '', ''];
  if (comparison === undefined) return ['', '', { text: 'not compared', shade: 'dim' }, '', ''];
  const word = withModes(painted(COMPARISON_WORDS[comparison.verdict]), comparison, cell);
  return [
    ...effectCells(comparison, metric.unit),
    word,
    formatSmallestSeen(comparison.detectable, metric),
    reasonOf(comparison),
  ];
}

/** Estimate and interval; empty where there is no number. */
export function effectCells(
  { estimate, low, high, scale }: Pick<Comparison, 'estimate' | 'low' | 'high' | 'scale'>,
  unit: string,
): readonly [string, string] {
  if (estimate === null || low === null || high === null) return ['', ''];
  return scale === 'ratio'
    ? [formatRatio(estimate, low, high), formatRatioInterval(estimate, low, high)]
    : [formatDifference(estimate, low, high, unit), formatDifferenceInterval(estimate, low, high, unit)];
}

/** Its interval excludes "no difference", and yet it has no verdict: why must stand beside it at any width. */
export function isOpenThough(row: Pick<Comparison | Change, 'verdict' | 'scale' | 'low' | 'high'>): boolean {
  const { verdict, scale, low, high } = row;
  if ((verdict !== 'unclear' && verdict !== 'inconclusive') || low === null || high === null) return false;
  return excludesNone(scale, { low, high });
}

/** The sign of the verdict stands at its number, as in the grid. */
function limitCells(found: ToLimit | null): readonly (string | PaintedText)[] {
  if (found === null) return ['', ''];
  const { word, texts } = found;
  if (word === null) return [{ text: 'limit', shade: 'dim' }, ''];
  if (texts === null) return [painted(word), ''];
  return [{ ...painted(word), text: `${word.glyph} ${texts.estimate}` }, texts.interval];
}

/** Where page faults separate two modes, the verdict is that of one of them. */
function withModes(word: PaintedText, { pairs }: Comparison, { modes = [], invocations }: Cell): PaintedText {
  const told = modes.some(({ pageFaults }) => pageFaults !== undefined);
  return told ? { ...word, text: `${word.text}, ${pairs} of ${invocations.proved}` } : word;
}

const SHADES: Readonly<Record<VerdictWord['tone'], Shade>> = {
  good: 'green',
  bad: 'yellow',
  even: 'cyan',
  open: 'dim',
  alarm: 'red',
  quiet: 'dim',
};

export function painted({ glyph, word, tone }: VerdictWord): PaintedText {
  return { text: `${glyph} ${word}`, shade: SHADES[tone] };
}
