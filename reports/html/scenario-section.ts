// Everything about one scenario: what it does, the finding in a sentence, charts, all numbers, rules, how to run it again.
import type { Cell, Comparison, RunResult, ScenarioView } from '../../harness/contract/result.ts';
import { facets, rateId } from './chart-data.ts';
import { ruleMatrix } from './conformance-section.ts';
import { effectTexts } from './effect-table.ts';
import { formatCount, formatQuantile, formatValue, scaleFor } from './format.ts';
import { anchor, html } from './html.ts';
import type { Html } from './html.ts';
import { COMPARISON_WORDS, CONFORMANCE_WORDS } from './verdict-words.ts';
import type { BlockView, ReportView } from './view.ts';
import { measurementOf } from './view.ts';

export function scenarioSections(view: ReportView): Html {
  if (view.result.scenarios.length === 0) return html``;
  return html`<section id="scenarios" aria-labelledby="scenarios-title"><h2 id="scenarios-title">Scenarios</h2>
${view.result.scenarios.map((scenario) => scenarioArticle(scenario, view))}</section>`;
}

function scenarioArticle(scenario: ScenarioView, view: ReportView): Html {
  const blocks = view.blocks.filter((block) => block.scenario.id === scenario.id);
  const { run } = view.result;
  return html`<article class="scenario" id="${anchor('scenario', scenario.id)}"><h3>${scenario.title} <code>${scenario.id}</code></h3>
<p>${scenario.summary}</p>
${blocks.length === 0 ? html`<p class="quiet">It was not part of what was measured.</p>` : blocks.map((block) => blockView(block, view))}
<details><summary>Rules</summary>${ruleMatrix(
    scenario,
    blocks.flatMap((block) => block.cells),
  )}</details>
<p class="again">Run it again: <code class="command">npm run bench -- --scenario ${scenario.id} --profile ${run.profile} --seed ${run.seed}</code></p>
</article>
`;
}

function blockView(block: BlockView, view: ReportView): Html {
  const params = Object.entries(block.cells[0]?.params ?? {});
  const finding = findingText(block, view.result);
  return html`<div class="block"><h4><span class="set">${block.set}</span> <span class="params">${params.map(([name, value], index) => html`${index === 0 ? '' : ', '}${name} <b>${String(value)}</b>`)}</span></h4>
<p class="finding-text">${finding}</p>
${charts(block, view.subjects, finding)}<details><summary>All numbers</summary>${numbers(block)}</details></div>
`;
}

function charts(block: BlockView, subjects: readonly string[], finding: string): Html {
  const curves = facets(block);
  const kind = curves[0]?.cells[0]?.curve?.kind ?? 'latency';
  const rated = block.cells.some((cell) => cell.throughput !== null);
  if (curves.length === 0 && !rated) return html``;
  return html`<div class="charts">${curves.map(({ id, title, cells }) => {
    const name = `${kind === 'latency' ? 'Latency' : 'Lateness'} by percentile${title === '' ? '' : `, ${title}`}`;
    return html`<figure class="chart"><figcaption>${name}</figcaption>${legend(cells, subjects)}<div class="canvas"><canvas data-chart="${id}" tabindex="0" role="img" aria-label="${block.scenario.title}. ${name}. ${finding}">${finding}</canvas></div></figure>`;
  })}${
    rated
      ? html`<figure class="chart"><figcaption>Throughput</figcaption><div class="canvas rates"><canvas data-chart="${rateId(block)}" role="img" aria-label="${block.scenario.title}: throughput by subject; the numbers stand in the table.">The numbers stand in the table.</canvas></div></figure>`
      : null
  }</div>
${curves.length === 0 ? null : html`<p class="note">Curves end where fewer than ten samples lie beyond.</p>`}`;
}

function legend(cells: readonly Cell[], subjects: readonly string[]): Html {
  return html`<ul class="legend">${cells.map(
    (cell) =>
      html`<li><svg width="28" height="8" aria-hidden="true"><line class="look look-${subjects.indexOf(cell.subject)}" x1="0" x2="28" y1="4" y2="4"/></svg> ${cell.subject}</li>`,
  )}</ul>`;
}

/** The block in one sentence, from its primary comparisons. */
export function findingText(block: BlockView, { comparisons, run }: RunResult): string {
  const own = comparisons.filter(
    (entry) => entry.primary && entry.scenario === block.scenario.id && entry.set === block.set,
  );
  if (own.length === 0) return `There is nothing to compare: ${statusText(block)}.`;
  const groups = (['faster', 'slower', 'same', 'unclear', 'not-comparable'] as const).flatMap((verdict) => {
    const found = own.filter((entry) => entry.verdict === verdict);
    return found.length === 0
      ? []
      : [`${COMPARISON_WORDS[verdict].word}: ${found.map((entry) => subjectText(entry, block)).join(', ')}`];
  });
  return `Against ${own[0]?.reference ?? run.reference}, ${groups.join('; ')}.`;
}

function subjectText(entry: Comparison, block: BlockView): string {
  const { estimate, low, high } = entry;
  const unit = block.scenario.metrics.find((metric) => metric.id === entry.metric)?.unit ?? '';
  const several = block.scenario.metrics.filter((metric) => metric.primary).length > 1;
  const name = several ? `${entry.subject} by ${entry.metric}` : entry.subject;
  if (entry.verdict === 'not-comparable' || estimate === null || low === null || high === null) return name;
  return `${name} (${effectTexts({ estimate, low, high }, { scale: entry.scale, unit }).estimate})`;
}

function statusText({ cells }: BlockView): string {
  return cells.map((cell) => `${cell.subject} is ${CONFORMANCE_WORDS[cell.verdict].word}`).join(', ');
}

const QUANTILES = [0.5, 0.9, 0.99, 0.999] as const;

function numbers(block: BlockView): Html {
  const { metrics } = block.scenario;
  const curved = block.cells.some((cell) => cell.curve !== null);
  const quantiles = curved ? QUANTILES : [];
  const times = scaleFor(
    'ns',
    block.cells.flatMap((cell) => quantileOf(cell, 0.5) ?? []),
  );
  const rates = scaleFor(
    'operations/s',
    block.cells.flatMap((cell) => cell.throughput ?? []),
  );
  const scales = metrics.map((metric) =>
    scaleFor(
      metric.unit,
      block.cells.flatMap((cell) => measurementOf(cell, metric.id)?.value ?? []),
    ),
  );
  const rows = block.cells.map((cell) => {
    const measured = metrics.map((metric, index) => {
      const found = measurementOf(cell, metric.id);
      if (found === undefined) return html`<td class="number">–</td>`;
      const show = (value: number) => formatValue(value, metric.unit, found.high - found.low, scales[index]);
      return html`<td class="number">${show(found.value)} <span class="interval">${show(found.low)} to ${show(found.high)}</span></td>`;
    });
    const spread = quantiles.map((q) => {
      const value = quantileOf(cell, q);
      return html`<td class="number">${value === null ? '–' : formatValue(value, 'ns', null, times)}</td>`;
    });
    return html`<tr><th scope="row">${cell.subject}</th><td>${CONFORMANCE_WORDS[cell.verdict].word}</td>${measured}${spread}<td class="number">${cell.throughput === null ? '–' : formatValue(cell.throughput, 'operations/s', null, rates)}</td>${curved ? html`<td class="number">${cell.curve === null ? '–' : formatCount(cell.curve.samples)}</td><td class="number">${cell.curve === null ? '–' : formatCount(cell.curve.early)}</td>` : null}<td class="number">${formatCount(cell.invocations.proved)} of ${formatCount(cell.invocations.planned)}</td></tr>
`;
  });
  const label = `All numbers of ${block.scenario.title}, ${block.set}`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="numbers"><caption class="unseen">${label}</caption>
<thead><tr><th scope="col">Subject</th><th scope="col">Meaning</th>${metrics.map((metric) => html`<th scope="col" class="number">${metric.title}</th>`)}${quantiles.map((q) => html`<th scope="col" class="number">pooled ${formatQuantile(q)}</th>`)}<th scope="col" class="number">Throughput</th>${curved ? html`<th scope="col" class="number">Samples</th><th scope="col" class="number">Early</th>` : null}<th scope="col" class="number">Proved</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
}

/** The point of the curve at this quantile, or null when the curve has none there: nothing is interpolated. */
function quantileOf(cell: Cell, q: number): number | null {
  return cell.curve?.points.find((point) => Math.abs(point.q - q) < (1 - q) * 1e-3)?.valueNs ?? null;
}
