// Everything about one scenario: what it does, the finding in a sentence, charts, all numbers, how to run it again.
import type { Comparison, ScenarioView } from '../../../harness/contract/result.ts';
import { effectTexts } from '../../words/effect-texts.ts';
import { formatCount } from '../../words/format.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';
import { numbersTable } from '../tables/numbers-table.ts';
import { COMPARISON_WORDS, CONFORMANCE_WORDS } from '../../words/verdict-words.ts';
import type { BlockView, ReportView } from '../../words/view.ts';

/** What the script has to draw for a block: at once, and on demand. */
export interface Charted {
  readonly charts: boolean;
  readonly more: boolean;
}

export function scenarioSections(view: ReportView, charted: (place: number) => Charted): Html {
  if (view.result.scenarios.length === 0) return html``;
  return html`<section id="scenarios" aria-labelledby="scenarios-title"><h2 id="scenarios-title">Scenarios</h2>
<p class="note">A percentile curve ends where fewer than ten samples lie beyond it. The charts need JavaScript; verdicts and numbers do not.</p>
${view.result.scenarios.map((scenario, index) => scenarioArticle(scenario, index === 0, view, charted))}</section>`;
}

function scenarioArticle(
  scenario: ScenarioView,
  open: boolean,
  view: ReportView,
  charted: (place: number) => Charted,
): Html {
  const blocks = view.blocks.filter((block) => block.scenario === scenario);
  const { run } = view.result;
  return html`<article class="scenario" id="${anchor('scenario', scenario.id)}"><details${open ? html` open` : null}><summary><h3>${scenario.title} <code>${scenario.id}</code></h3></summary>
<p>${scenario.summary}</p>
${blocks.length === 0 ? html`<p class="quiet">It was not part of what was measured.</p>` : blocks.map((block) => blockView(block, view, charted))}
<p class="again">${rules(scenario)}<code class="command">npm run bench -- --scenario ${scenario.id} --profile ${run.profile} --seed ${run.seed}</code></p></details></article>
`;
}

function rules({ rules: own }: ScenarioView): Html {
  if (own.length === 0) return html``;
  return html`<a href="#rules">Rules</a> ${own.map(({ id }) => id).join(' ')}<br>`;
}

function blockView(block: BlockView, view: ReportView, charted: (place: number) => Charted): Html {
  const params = Object.entries(block.cells[0]?.params ?? {});
  const place = view.blocks.indexOf(block);
  const { charts, more } = charted(place);
  const chart =
    charts || more
      ? html`${charts ? html`<div class="charts" data-block="${place}"></div>` : null}${tooFewView(block)}${more || hasCurve(block) ? moreCharts(place, block) : null}`
      : html`<p class="empty">${emptyText(block)}</p>`;
  return html`<h4><span class="set">${block.set}</span> ${params.map(([name, value], index) => html`${index === 0 ? '' : ', '}${name} <b>${String(value)}</b>`)}</h4>
<p>${findingText(block, view)}</p>
${chart}${numbersTable(block, view)}`;
}

/** What the percentiles and the table say in another way. */
function moreCharts(place: number, block: BlockView): Html {
  const names = [
    ...(hasCurve(block) ? ['Distribution'] : []),
    ...(block.cells.some(({ throughput }) => throughput !== null) ? ['Throughput'] : []),
  ];
  return html`<details class="more-charts"><summary>${names.join(', ')}</summary><div class="charts" data-block="${place}" data-more></div></details>`;
}

function hasCurve({ cells }: BlockView): boolean {
  return cells.some(({ curve }) => (curve?.points.length ?? 0) > 1);
}

/** Ten samples have to lie beyond a percentile, and a curve takes two of them: see `harness/stats/curve.ts`. */
const LEAST_SAMPLES = 11;

/** Which condition for the percentile curve is missing. */
function tooFewView({ cells }: BlockView): Html {
  const few = cells.filter(({ curve }) => curve !== null && curve.points.length < 2);
  if (few.length === 0) return html``;
  const names = few.map(({ subject, curve }) => `${subject} has ${formatCount(curve?.samples ?? 0)}`);
  return html`<p class="empty">A percentile curve takes at least ${formatCount(LEAST_SAMPLES)} samples: ${names.join(', ')}. Give the run more time (<code>--time</code>).</p>`;
}

/** Why there is nothing to draw. */
function emptyText({ cells }: BlockView): string {
  if (cells.some((cell) => cell.measurements.length > 0))
    return 'No chart: this scenario records no latencies and no throughput here.';
  return 'No chart: no cell has a proved invocation. The counterexamples and failures say why.';
}

/** The block in one sentence, from its primary comparisons. */
export function findingText(block: BlockView, view: ReportView): string {
  const own = view.comparisonsOf(block).filter((entry) => entry.primary);
  if (own.length === 0) return `There is nothing to compare: ${statusText(block)}.`;
  const groups = (['faster', 'slower', 'same', 'unclear', 'not-comparable'] as const).flatMap((verdict) => {
    const found = own.filter((entry) => entry.verdict === verdict);
    return found.length === 0
      ? []
      : [`${COMPARISON_WORDS[verdict].word}: ${found.map((entry) => subjectText(entry, block)).join(', ')}`];
  });
  return `Against ${own[0]?.reference ?? view.result.run.reference}, ${groups.join('; ')}.`;
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
