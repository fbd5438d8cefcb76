// Everything about one scenario: what it does, the finding in a sentence, charts, all numbers, how to run it again.
import type { ScenarioView } from '../../../harness/contract/result.ts';
import { formatCount } from '../../words/format.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';
import { numbersTable } from '../tables/numbers-table.ts';
import { CONFORMANCE_WORDS } from '../../words/verdict-words.ts';
import type { BlockView, ReportView } from '../../words/view.ts';

/** `charted`: whether the script has something to draw for the block at this place. */
export function scenarioSections(view: ReportView, charted: (place: number) => boolean): Html {
  if (view.result.scenarios.length === 0) return html``;
  return html`<section id="scenarios" aria-labelledby="scenarios-title"><h2 id="scenarios-title">Scenarios</h2>
<p class="note">A percentile curve ends where fewer than ten samples lie beyond it. The charts need JavaScript; verdicts and numbers do not.</p>
${view.result.scenarios.map((scenario, index) => scenarioArticle(scenario, index === 0, view, charted))}</section>`;
}

function scenarioArticle(
  scenario: ScenarioView,
  open: boolean,
  view: ReportView,
  charted: (place: number) => boolean,
): Html {
  const blocks = view.blocks.filter((block) => block.scenario === scenario);
  const { run } = view.result;
  return html`<article class="scenario" id="${anchor('scenario', scenario.id)}"><details${open ? html` open` : null}><summary><h3>${scenario.title} <code>${scenario.id}</code></h3></summary>
<p>${scenario.summary}
${blocks.length === 0 ? html`<p class="quiet">It was not part of what was measured.</p>` : blocks.map((block) => blockView(block, view, charted))}
<p class="again">${rules(scenario)}<code class="command">npm run bench -- --scenario ${scenario.id} --profile ${run.profile} --seed ${run.seed}</code></details></article>
`;
}

function rules({ rules: own }: ScenarioView): Html {
  if (own.length === 0) return html``;
  return html`<a href="#rules">Rules</a> ${own.map(({ id }) => id).join(' ')}<br>`;
}

function blockView(block: BlockView, view: ReportView, charted: (place: number) => boolean): Html {
  const params = Object.entries(block.cells[0]?.params ?? {});
  const place = view.blocks.indexOf(block);
  const chart = charted(place)
    ? html`<div class="charts" data-block="${place}"></div>${tooFewView(block)}`
    : html`<p class="empty">${emptyText(block)}</p>`;
  return html`<h4><span class="set">${block.set}</span> ${params.map(([name, value], index) => html`${index === 0 ? '' : ', '}${name} <b>${String(value)}</b>`)}</h4>
${findingText(block, view)}${chart}${numbersTable(block, view)}`;
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

/** Where something is compared, grid and verdicts say it. */
function findingText(block: BlockView, view: ReportView): Html {
  if (view.comparisonsOf(block).some((entry) => entry.primary)) return html``;
  return html`<p>There is nothing to compare: ${statusText(block)}.</p>
`;
}

function statusText({ cells }: BlockView): string {
  return cells.map((cell) => `${cell.subject} is ${CONFORMANCE_WORDS[cell.verdict].word}`).join(', ');
}
