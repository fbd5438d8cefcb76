// Where the time went: how much of the run measured something, a bar for each block, and what was done while no block ran.
import { formatShare, formatWait } from '../../words/format.ts';
import { beforePublishing, idleSentences, measuringSentence } from '../../words/stage-words.ts';
import type { ReportView } from '../../words/view.ts';
import { stageBars } from '../charts/stage-bars.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { runStageList, stageTable } from '../tables/stage-table.ts';

export function timeSection({ result }: ReportView): Html {
  if (result.whereTimeWent === undefined) return html``;
  const went = beforePublishing(result.whereTimeWent);
  const { wallMs, blocksMs, blocks } = went;
  const outside = wallMs - blocksMs;
  return html`<section id="time" aria-labelledby="time-title"><h2 id="time-title">Where the time went</h2>
<p class="lead">The run took ${formatWait(wallMs)} without the writing of this page. ${measuringSentence(went)} ${idleSentences(went).join(' ')}</p>
${
  blocks.length === 0
    ? html`<p class="empty">No block ran.</p>`
    : html`<details><summary>A bar for each block</summary>${stageBars(went)}</details>
<details><summary>All stages in seconds</summary>${stageTable(went)}</details>`
}
<details><summary>While no block ran: ${formatWait(outside)}, ${formatShare(wallMs === 0 ? 0 : outside / wallMs)} of the run</summary>
${runStageList(went)}</details></section>`;
}
