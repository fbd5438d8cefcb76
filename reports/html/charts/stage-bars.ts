// Where the time of a run went, drawn: one bar for each block, as long as it took, in pieces of one look per group of stages.
import type { BlockTime, WhereTimeWent } from '../../../harness/contract/where-time-went.ts';
import { formatShare, formatWait } from '../../words/format.ts';
import { STAGE_GROUPS } from '../../words/stage-words.ts';
import type { StageGroup } from '../../words/stage-words.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** The text beside a bar says how long it is and how much of it was measured; the table has all stages. */
export function stageBars({ blocks }: WhereTimeWent): Html {
  const longestMs = Math.max(...blocks.map(({ wallMs }) => wallMs), 0);
  const [measuring] = STAGE_GROUPS;
  const bars = blocks.map((block) => {
    const measured =
      measuring === undefined || block.wallMs === 0 ? 0 : groupMs(block, measuring) / block.wallMs;
    return html`<li><span class="of">${block.scenario} <span class="set">${block.set}</span></span> <span class="quiet">${formatWait(block.wallMs)}, ${formatShare(measured)} measured</span>${bar(block, longestMs)}</li>
`;
  });
  return html`<ul class="legend stages" aria-hidden="true">${STAGE_GROUPS.map(
    ({ name }, place) =>
      html`<li><svg width="14" height="10"><rect class="stage-${place}" width="14" height="10"/></svg> ${name}</li>`,
  )}</ul>
<ul class="bars">
${bars}</ul>`;
}

/** In percent of the longest bar. */
function bar(block: BlockTime, longestMs: number): Html {
  let from = 0;
  const pieces = STAGE_GROUPS.map((group, place) => {
    const width = longestMs === 0 ? 0 : (100 * groupMs(block, group)) / longestMs;
    const x = from;
    from += width;
    return width < LEAST_PERCENT
      ? html``
      : html`<rect class="stage-${place}" x="${percent(x)}" width="${percent(width)}"/>`;
  });
  return html`<svg aria-hidden="true">${pieces}</svg>`;
}

/** A narrower piece would be invisible. */
const LEAST_PERCENT = 0.05;

const groupMs = ({ stagesMs }: BlockTime, { stages }: StageGroup): number =>
  stages.reduce((sum, stage) => sum + stagesMs[stage], 0);

const percent = (value: number): string => `${Math.round(value * 100) / 100}%`;
