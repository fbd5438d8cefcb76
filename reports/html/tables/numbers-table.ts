// All numbers of one scenario and parameter set: each metric with its comparison, quantiles, throughput, proofs.
import type { Cell, Comparison } from '../../../harness/contract/result.ts';
import { effectTexts } from '../../words/effect-texts.ts';
import { formatCount, formatQuantile, formatValue, scaleFor } from '../../words/format.ts';
import type { Scale } from '../../words/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { kernelText, limitOf, limitText } from '../../words/limit.ts';
import type { LimitOf } from '../../words/limit.ts';
import { COMPARISON_WORDS } from '../../words/verdict-words.ts';
import type { BlockView, Metric, ReportView } from '../../words/view.ts';
import { measurementOf, modesOf, modesText } from '../../words/view.ts';

const QUANTILES = [0.5, 0.9, 0.99, 0.999] as const;
const NOTHING = '\u2013';

interface Column {
  readonly head: string;
  readonly text: (cell: Cell) => string | Html;
}

export function numbersTable(block: BlockView, view: ReportView): Html {
  const limit = limitOf(view.result);
  const { metrics } = block.scenario;
  const columns = [
    ...metrics.map((metric) => metricColumn(metric, block, view)),
    ...curveColumns(block),
    ...plainColumns(block),
    ...(limit === null ? [] : limitColumns(limit, metrics)),
  ];
  const rows = block.cells
    .filter((cell) => cell.verdict !== 'unsupported')
    .map(
      (cell) => html`<tr><th>${cell.subject}${columns.map(({ text }) => html`<td>${text(cell)}`)}
`,
    );
  return html`<details><summary>All numbers</summary><div class="scroll" role="region" tabindex="0" aria-label="Numbers of ${block.scenario.title}, ${block.set}"><table class="numbers"><thead><tr><th>Subject${columns.map(({ head }) => html`<th>${head}`)}<tbody>
${rows}</table></div></details>
`;
}

/** Further metrics bring their comparison along; that of a primary one stands in the table of the verdicts. */
function metricColumn(metric: Metric, block: BlockView, view: ReportView): Column {
  const values = block.cells.flatMap((cell) => measurementOf(cell, metric.id)?.value ?? []);
  const scale = scaleFor(metric.unit, values);
  const own = view.comparisonsOf(block).filter((entry) => entry.metric === metric.id);
  const first = block.scenario.metrics.find((entry) => entry.primary) === metric;
  return {
    head: metric.title,
    text: (cell) => {
      const value = valueText(cell, metric, scale, first);
      const entry = metric.primary ? undefined : own.find(({ subject }) => subject === cell.subject);
      return entry === undefined ? value : html`${value}<i>${comparedText(entry, metric)}</i>`;
    },
  };
}

function valueText(cell: Cell, metric: Metric, scale: Scale, first: boolean): string {
  const found = measurementOf(cell, metric.id);
  if (found === undefined) return NOTHING;
  const modes = first ? modesOf(cell) : [];
  if (modes.length > 1) return modesText(modes, metric.unit, scale);
  return formatValue(found.value, metric.unit, found.high - found.low, scale);
}

function comparedText({ verdict, estimate, low, high }: Comparison, metric: Metric): string {
  const { word } = COMPARISON_WORDS[verdict];
  if (verdict === 'not-comparable' || estimate === null || low === null || high === null) return word;
  const texts = effectTexts({ estimate, low, high }, metric);
  return `${word} ${texts.estimate} ${texts.interval}`;
}

function curveColumns({ cells }: BlockView): Column[] {
  if (cells.every(({ curve }) => curve === null)) return [];
  const scale = scaleFor(
    'ns',
    cells.flatMap((cell) => quantileOf(cell, 0.5) ?? []),
  );
  const drawn = QUANTILES.filter((q) => cells.some((cell) => quantileOf(cell, q) !== null));
  const quantiles = drawn.map(
    (q, index): Column => ({
      head: index === 0 ? `pooled ${formatQuantile(q)}` : formatQuantile(q),
      text: (cell) => {
        const value = quantileOf(cell, q);
        return value === null ? NOTHING : formatValue(value, 'ns', null, scale);
      },
    }),
  );
  const count = (pick: (curve: NonNullable<Cell['curve']>) => number): Column['text'] => {
    return ({ curve }) => (curve === null ? NOTHING : formatCount(pick(curve)));
  };
  const early = cells.some(({ curve }) => curve !== null && curve.early > 0);
  return [
    ...quantiles,
    { head: 'Samples', text: count(({ samples }) => samples) },
    ...(early ? [{ head: 'Early', text: count((curve) => curve.early) }] : []),
  ];
}

function plainColumns({ cells }: BlockView): Column[] {
  const scale = scaleFor(
    'operations/s',
    cells.flatMap((cell) => cell.throughput ?? []),
  );
  const rate: Column = {
    head: 'Throughput',
    text: ({ throughput }) =>
      throughput === null ? NOTHING : formatValue(throughput, 'operations/s', null, scale),
  };
  const settled: Column = {
    head: 'Course',
    text: ({ steady }) => (steady === undefined ? NOTHING : STEADY[steady]),
  };
  const proved: Column = {
    head: 'Proved',
    text: ({ invocations }) => `${formatCount(invocations.proved)} of ${formatCount(invocations.planned)}`,
  };
  return [
    ...(cells.some(({ throughput }) => throughput !== null) ? [rate] : []),
    ...(cells.some(({ steady }) => steady !== undefined) ? [settled] : []),
    proved,
  ];
}

/** Each metric against the limit, and the kernel's share of the CPU time. */
function limitColumns(limit: LimitOf, metrics: readonly Metric[]): Column[] {
  const ratios = metrics.map((metric): Column => {
    return {
      head: `${metric.title}, to the limit`,
      text: (cell) => limitText(limit(cell, metric)) || NOTHING,
    };
  });
  return [...ratios, { head: "Kernel's share", text: (cell) => kernelText(cell) || NOTHING }];
}

const STEADY = {
  flat: 'flat',
  'warm-up': 'still warming up',
  slowdown: 'slows down',
  none: 'never settles',
} as const;

/** The point of the curve at this quantile, or null when the curve has none there: nothing is interpolated. */
function quantileOf(cell: Cell, q: number): number | null {
  return cell.curve?.points.find((point) => Math.abs(point.q - q) < (1 - q) * 1e-3)?.valueNs ?? null;
}
