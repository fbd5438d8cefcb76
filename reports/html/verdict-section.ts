// The verdicts of this run: every subject against the reference, metric by metric.
import type { Cell, Comparison } from '../../harness/contract/result.ts';
import type { EffectGroup, EffectRow } from './effect-table.ts';
import { effectTable } from './effect-table.ts';
import { formatShare, formatValue, scaleFor } from './format.ts';
import type { Scale } from './format.ts';
import { anchor, html } from './html.ts';
import type { Html } from './html.ts';
import { COMPARISON_WORDS, CONFORMANCE_WORDS } from './verdict-words.ts';
import type { BlockView, Metric, ReportView } from './view.ts';
import { measurementOf } from './view.ts';

export function verdictSection(view: ReportView): Html {
  const primary = verdictGroups(view, true);
  const others = verdictGroups(view, false);
  if (primary.length + others.length === 0) return html``;
  const levels = [...new Set(view.result.comparisons.map((entry) => entry.level))];
  const level = levels.length === 1 ? `${formatShare(levels[0] ?? 0)} interval` : 'interval';
  return html`<section id="verdicts" aria-labelledby="verdicts-title"><h2 id="verdicts-title">Verdicts</h2>
<p class="lead">Each subject against the reference, <b>${view.result.run.reference}</b> wherever it takes part. The shaded band is too near to no difference to be worth a word; an interval wholly outside it is a verdict. <a href="#terms">How to read this</a></p>
${primary.length === 0 ? null : effectTable('primary', primary, 'Verdicts by scenario and subject', `Against reference [${level}]`)}
${others.length === 0 ? null : html`<details><summary>${others.length === 1 ? 'One more metric' : `${others.length} more metrics`}</summary>${effectTable('others', others, 'Further metrics by scenario and subject', `Against reference [${level}]`)}</details>`}
</section>`;
}

function verdictGroups(view: ReportView, primary: boolean): EffectGroup[] {
  return view.blocks.flatMap((block) =>
    block.scenario.metrics
      .filter((metric) => metric.primary === primary)
      .map((metric) => group(view, block, metric))
      .filter((made) => made.rows.length > 0 || made.reference !== null),
  );
}

function group(view: ReportView, block: BlockView, metric: Metric): EffectGroup {
  const { comparisons } = view.result;
  const values = block.cells.flatMap((cell) => measurementOf(cell, metric.id)?.value ?? []);
  const scale = scaleFor(metric.unit, values);
  const own = comparisons.filter(
    (entry) => entry.scenario === block.scenario.id && entry.set === block.set && entry.metric === metric.id,
  );
  const reference = block.cells.find((cell) => cell.subject === referenceOf(own, view));
  const rows = [
    ...own.map((entry) => comparedRow(entry, block, reference, metric, scale)),
    ...uncompared(block, own, reference).map((cell) => cellRow(cell, metric, scale)),
  ];
  return {
    title: block.scenario.title,
    set: block.set,
    metric: metric.title,
    link: anchor('scenario', block.scenario.id),
    unit: metric.unit,
    scale: metric.scale,
    better: metric.better,
    minimumEffect: metric.minimumEffect,
    reference:
      reference === undefined || measurementOf(reference, metric.id) === undefined
        ? null
        : { subject: reference.subject, value: valueText(reference, metric, scale) },
    rows: rows.sort(byNeed),
  };
}

/** Where a scenario does not have the reference of the run, another subject stands in for it. */
function referenceOf(own: readonly Comparison[], { result }: ReportView): string {
  return own[0]?.reference ?? result.run.reference;
}

function comparedRow(
  entry: Comparison,
  block: BlockView,
  reference: Cell | undefined,
  metric: Metric,
  scale: Scale,
): EffectRow {
  const cell = block.cells.find((candidate) => candidate.subject === entry.subject);
  const { verdict, estimate, low, high } = entry;
  const guilty = cell?.verdict === 'equivalent' ? (reference ?? cell) : cell;
  const shown = verdict !== 'not-comparable' && estimate !== null && low !== null && high !== null;
  return {
    subject: entry.subject,
    verdict: COMPARISON_WORDS[verdict],
    effect: shown ? { estimate, low, high } : null,
    value: valueText(cell, metric, scale),
    pairs: entry.pairs,
    reason: entry.reason === '' && !shown ? 'No number: see why' : entry.reason,
    evidence: shown || guilty === undefined ? null : evidenceOf(guilty),
  };
}

/** Cells that nothing was compared with: a missing reference, or a cell that failed before it had a number. */
function uncompared(block: BlockView, own: readonly Comparison[], reference: Cell | undefined): Cell[] {
  return block.cells.filter(
    (cell) =>
      cell.verdict !== 'unsupported' &&
      !own.some((entry) => entry.subject === cell.subject) &&
      (cell !== reference || cell.measurements.length === 0),
  );
}

function cellRow(cell: Cell, metric: Metric, scale: Scale): EffectRow {
  return {
    subject: cell.subject,
    verdict: CONFORMANCE_WORDS[cell.verdict],
    effect: null,
    value: valueText(cell, metric, scale),
    pairs: null,
    reason: cell.reason === '' ? 'There is nothing to compare it with.' : cell.reason,
    evidence: evidenceOf(cell),
  };
}

/** Where the page shows why a cell has no number. */
export function evidenceOf(cell: Cell): string {
  if (cell.findings.length > 0) return anchor('findings', cell.id);
  if (cell.failures.length > 0) return anchor('failures', cell.id);
  return anchor('scenario', cell.scenario);
}

function valueText(cell: Cell | undefined, metric: Metric, scale: Scale): string {
  const found = measurementOf(cell, metric.id);
  return found === undefined
    ? '\u2013'
    : formatValue(found.value, metric.unit, found.high - found.low, scale);
}

function byNeed(a: EffectRow, b: EffectRow): number {
  return a.verdict.rank - b.verdict.rank || (a.effect?.estimate ?? 0) - (b.effect?.estimate ?? 0);
}
