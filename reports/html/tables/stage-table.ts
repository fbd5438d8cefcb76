// Where the time of a run went, as tables: blocks by stage, and what was done while no block ran.
import { RUN_STAGES, STAGES } from '../../../harness/contract/where-time-went.ts';
import type { Stage, WhereTimeWent } from '../../../harness/contract/where-time-went.ts';
import { formatNumber, formatShare, formatWait } from '../../words/format.ts';
import { RUN_STAGE_NAMES, STAGE_NAMES, stageShares, stageTotals } from '../../words/stage-words.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** In seconds; stages that no block was in are left out. */
export function stageTable(went: WhereTimeWent): Html {
  const totals = stageTotals(went);
  const stages = STAGES.filter((stage) => totals[stage] > 0);
  const label = 'Seconds by block and stage';
  const shares = stageShares(went);
  const cells = (all: string, cell: (stage: Stage) => string): Html[] =>
    [all, ...stages.map((stage) => cell(stage))].map((text) => html`<td>${text}</td>`);
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="numbers"><caption class="unseen">${label}</caption><thead><tr><th scope="col">Block</th><th scope="col">All</th>${stages.map((stage) => html`<th scope="col">${STAGE_NAMES[stage]}</th>`)}</tr></thead><tbody>
${went.blocks.map(
  ({ scenario, set, wallMs, stagesMs }) =>
    html`<tr><th scope="row">${scenario} <span class="set">${set}</span></th>${cells(seconds(wallMs), (stage) => seconds(stagesMs[stage]))}</tr>
`,
)}<tr><th scope="row">All blocks</th>${cells(seconds(sum(Object.values(totals))), (stage) => seconds(totals[stage]))}</tr>
<tr><th scope="row">Share of the run</th>${cells(formatShare(sum(Object.values(shares))), (stage) => formatShare(shares[stage]))}</tr>
</tbody></table></div>`;
}

/** What took no time is left out. */
export function runStageList({ runMs }: WhereTimeWent): Html {
  const shown = RUN_STAGES.filter((stage) => runMs[stage] >= LEAST_MS);
  return html`<dl class="environment">${shown.map(
    (stage) => html`<div><dt>${RUN_STAGE_NAMES[stage]}</dt><dd>${formatWait(runMs[stage])}</dd></div>`,
  )}</dl>`;
}

const LEAST_MS = 0.5;

const seconds = (ms: number): string => formatNumber(ms / 1000, 2);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
