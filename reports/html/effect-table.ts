// A table of effects: one row a subject, grouped by what was measured, each with its interval as text and as drawing.
import type { Axis } from './axis.ts';
import { differenceAxis, ratioAxis } from './axis.ts';
import { axisDrawing, emptyDrawing, intervalDrawing } from './forest.ts';
import type { Scale } from './format.ts';
import {
  formatCount,
  formatDifference,
  formatDifferenceInterval,
  formatRatio,
  formatRatioInterval,
  scaleFor,
} from './format.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { VerdictWord } from './verdict-words.ts';
import { verdictMark } from './verdict-words.ts';

interface Effect {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}
export interface EffectRow {
  readonly subject: string;
  readonly verdict: VerdictWord;
  /** Null: there is no number, and none is shown. */
  readonly effect: Effect | null;
  readonly value: string;
  readonly pairs: number | null;
  readonly reason: string;
  /** Fragment of the evidence, or null. */
  readonly evidence: string | null;
}
export interface EffectGroup {
  readonly title: string;
  readonly set: string;
  readonly metric: string;
  /** Fragment of the scenario. */
  readonly link: string;
  readonly unit: string;
  readonly scale: 'ratio' | 'difference';
  readonly better: 'lower' | 'higher';
  readonly minimumEffect: number;
  /** Null where there is no single reference. */
  readonly reference: { readonly subject: string; readonly value: string } | null;
  readonly rows: readonly EffectRow[];
}
interface Frame {
  readonly axis: Axis;
  /** Id of the drawn grid lines of this axis. */
  readonly grid: string;
  readonly scale: Scale;
}

/** `id` is a part of the ids of everything in the table. */
export function effectTable(
  id: string,
  groups: readonly EffectGroup[],
  caption: string,
  effectTitle: string,
): Html {
  const ratios = groups.filter((group) => group.scale === 'ratio');
  const shared = ratioAxis(ratios.flatMap(bounds));
  const direction = directionOf(ratios.map((group) => group.better));
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table class="effects"><caption class="unseen">${caption}</caption>
<thead><tr><th scope="col">Subject</th><th scope="col">Verdict</th><th scope="col" class="number">${effectTitle}</th><th scope="col" class="plot">${ratios.length === 0 ? html`<span class="unseen">Interval</span>` : html`<span class="unseen">Interval on a logarithmic axis</span>${axisDrawing(shared, `grid-${id}`, direction)}`}</th><th scope="col" class="number">Value</th><th scope="col" class="number">Pairs</th></tr></thead>
${groups.map((group, index) => groupBody(group, frameOf(group, shared, `grid-${id}`, index)))}
</table></div>`;
}

function groupBody(group: EffectGroup, frame: Frame): Html {
  const own =
    group.scale === 'difference' ? axisDrawing(frame.axis, frame.grid, directionOf([group.better])) : html``;
  return html`<tbody><tr class="group"><th scope="rowgroup" colspan="3"><a href="#${group.link}">${group.title}</a> <span class="set">${group.set}</span> <span class="metric">${group.metric}</span></th><td class="plot">${own}</td><td></td><td></td></tr>
${group.reference === null ? null : referenceRow(group.reference, frame.grid)}${group.rows.map((row) => effectRow(row, group, frame))}</tbody>`;
}

function referenceRow(reference: { readonly subject: string; readonly value: string }, grid: string): Html {
  return html`<tr class="reference"><th scope="row">${reference.subject}</th><td><span class="verdict quiet">reference</span></td><td></td><td class="plot">${emptyDrawing(grid)}</td><td class="number">${reference.value}</td><td></td></tr>
`;
}

function effectRow(row: EffectRow, group: EffectGroup, frame: Frame): Html {
  const texts = row.effect === null ? null : effectTexts(row.effect, group, frame.scale);
  const why =
    row.evidence === null ? html`${row.reason}` : html`<a href="#${row.evidence}">${row.reason}</a>`;
  return html`<tr><th scope="row">${row.subject}</th><td>${verdictMark(row.verdict)}${row.reason === '' || texts === null ? null : html`<span class="why">${why}</span>`}</td>${
    texts === null
      ? html`<td colspan="2" class="absent">${why}</td>`
      : html`<td class="number"><b>${texts.estimate}</b> <span class="interval">${texts.interval}</span></td><td class="plot">${drawing(row, group, frame, texts)}</td>`
  }<td class="number">${row.value}</td><td class="number quiet">${row.pairs === null || row.pairs === 0 ? '' : formatCount(row.pairs)}</td></tr>
`;
}

function drawing(row: EffectRow, group: EffectGroup, { axis, grid }: Frame, texts: EffectTexts): Html {
  if (row.effect === null) return emptyDrawing(grid);
  const band = group.minimumEffect;
  return intervalDrawing(axis, grid, {
    ...row.effect,
    band: group.scale === 'ratio' ? [1 - band, 1 + band] : [-band, band],
    tone: row.verdict.tone,
    label: `${row.subject}: ${texts.estimate}, interval ${texts.interval}`,
  });
}

interface EffectTexts {
  readonly estimate: string;
  readonly interval: string;
}

/** An effect as text, in the digits that its interval supports. */
export function effectTexts(
  { estimate, low, high }: Effect,
  group: Pick<EffectGroup, 'scale' | 'unit'>,
  scale: Scale = scaleFor(group.unit, [estimate, low, high]),
): EffectTexts {
  if (group.scale === 'ratio')
    return { estimate: formatRatio(estimate, low, high), interval: formatRatioInterval(estimate, low, high) };
  return {
    estimate: formatDifference(estimate, low, high, group.unit, scale),
    interval: formatDifferenceInterval(estimate, low, high, group.unit, scale),
  };
}

/** All ratios share one axis; each metric compared by difference has its own. */
function frameOf(group: EffectGroup, shared: Axis, grid: string, index: number): Frame {
  const values = bounds(group);
  const scale = scaleFor(group.unit, values);
  if (group.scale === 'ratio') return { axis: shared, grid, scale };
  const band = [-group.minimumEffect, group.minimumEffect];
  return { axis: differenceAxis([...values, ...band], group.unit, scale), grid: `${grid}-${index}`, scale };
}

function bounds(group: EffectGroup): number[] {
  return group.rows.flatMap(({ effect }) =>
    effect === null ? [] : [effect.low, effect.estimate, effect.high],
  );
}

/** Which end of the axis is the better one; only the amount where the groups disagree. */
function directionOf(better: readonly ('lower' | 'higher')[]): string {
  if (better.every((way) => way === 'lower')) return '\u2190 better \u00b7 worse \u2192';
  if (better.every((way) => way === 'higher')) return '\u2190 worse \u00b7 better \u2192';
  return '\u2190 less \u00b7 more \u2192';
}
