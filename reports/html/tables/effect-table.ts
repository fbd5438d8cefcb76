// A table of effects: a body for each thing that was measured, a line for each subject: its first metric with a drawing, further ones as columns.
import type { Axis } from '../charts/axis.ts';
import { differenceAxis, ratioAxis } from '../charts/axis.ts';
import { axisDrawing, frameDrawing, intervalDrawing } from '../charts/forest.ts';
import { effectTexts } from '../../words/effect-texts.ts';
import type { Effect } from '../../words/effect-texts.ts';
import type { Scale } from '../../words/format.ts';
import { limitText } from '../../words/limit.ts';
import type { ToLimit } from '../../words/limit.ts';
import { formatCount, scaleFor } from '../../words/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { VerdictWord } from '../../words/verdict-words.ts';

export interface EffectRow {
  readonly subject: string;
  readonly verdict: VerdictWord;
  /** Null: there is no number, and none is shown. */
  readonly effect: Effect | null;
  /** On the axis of the effect: where the processes of the subject gather, when that is in several places. */
  readonly modes: readonly number[];
  readonly value: string;
  /** The smallest change that could have been seen; empty where that is not known. */
  readonly seen: string;
  readonly pairs: number | null;
  readonly reason: string;
  /** Fragment of the evidence, or null. */
  readonly evidence: string | null;
  /** Place among the rows of the page's data, or null. */
  readonly place: number | null;
}
type Better = 'lower' | 'higher' | 'neither';
export interface EffectMetric {
  readonly title: string;
  readonly unit: string;
  readonly scale: 'ratio' | 'difference';
  /** `neither`: a difference is an error, whichever way it goes. */
  readonly better: Better;
  readonly minimumEffect: number;
  /** Null where there is no single reference. */
  readonly reference: { readonly subject: string; readonly value: string } | null;
  readonly rows: readonly EffectRow[];
}
export interface EffectGroup {
  readonly title: string;
  readonly set: string;
  /** Fragment of the scenario. */
  readonly link: string;
  /** How it was measured; empty where that is not known. */
  readonly sampling: string;
  /** The first has the drawing; each further one is a column. */
  readonly metrics: readonly EffectMetric[];
  /** What stands in the column of the limit, by subject; for tables that have one. */
  readonly limits?: ReadonlyMap<string, ToLimit>;
}

/** What all lines with the same axis and band have in common. */
interface Frame {
  readonly id: string;
  readonly axis: Axis;
  readonly band: readonly [number, number];
  readonly scale: Scale;
}

/** `id` is a part of the ids of everything in the table. */
export function effectTable(
  id: string,
  groups: readonly EffectGroup[],
  caption: string,
  heads: { readonly first: string; readonly effect: string; readonly limit?: string },
): Html {
  const ratios = groups.flatMap((group) => group.metrics).filter(({ scale }) => scale === 'ratio');
  const shared = ratioAxis(ratios.flatMap(bounds));
  const bands = [...new Set(ratios.map((metric) => metric.minimumEffect))];
  const frameOf = frames(id, shared, bands);
  const further = Math.max(0, ...groups.map(({ metrics }) => metrics.length - 1));
  const axis =
    ratios.length === 0
      ? html`<span class="unseen">Interval</span>`
      : html`<span class="unseen">Interval on a logarithmic axis</span>${axisDrawing(
          shared,
          directionOf(ratios.map((metric) => metric.better)),
          html`${bands.map((band, index) => frameDrawing(shared, `${id}-${index}`, [1 - band, 1 + band]))}`,
        )}`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table class="effects" id="effects-${id}"><caption class="unseen">${caption}</caption>
<thead><tr><th>${heads.first}</th><th>Verdict</th><th>${heads.effect}</th><th>${axis}</th><th>Value</th><th>Smallest seen</th><th>Pairs</th>${further === 0 ? null : html`<th colspan="${further}">Further</th>`}${heads.limit === undefined ? null : html`<th>${heads.limit}</th>`}</tr></thead>
${groups.map((group, index) => groupBody(group, further, (metric, place) => frameOf(metric, index, place)))}</table></div>`;
}

type FrameOf = (metric: EffectMetric, group: number, place: number) => Frame;

/** All ratios share one axis; each metric compared by difference has its own. */
function frames(id: string, shared: Axis, bands: readonly number[]): FrameOf {
  return (metric, group, place) => {
    const values = bounds(metric);
    const scale = scaleFor(metric.unit, values);
    const effect = metric.minimumEffect;
    if (metric.scale === 'ratio')
      return { id: `${id}-${bands.indexOf(effect)}`, axis: shared, band: [1 - effect, 1 + effect], scale };
    const axis = differenceAxis([...values, -effect, effect], metric.unit, scale);
    return { id: `${id}-${group}-${place}`, axis, band: [-effect, effect], scale };
  };
}

function groupBody(
  group: EffectGroup,
  further: number,
  frameOf: (metric: EffectMetric, place: number) => Frame,
): Html {
  const made = group.metrics.map((metric, place) => ({ metric, frame: frameOf(metric, place) }));
  const [first, ...others] = made;
  if (first === undefined) return html``;
  return html`<tbody>
${headOf(group, first, others, further)}${referenceLine(group, first, others)}${lines(group, first, others)}</tbody>
`;
}

type MadeMetric = { readonly metric: EffectMetric; readonly frame: Frame };

/** Ratios share the axis at the top of the table; a metric compared by difference has its own. */
function headOf(group: EffectGroup, first: MadeMetric, others: readonly MadeMetric[], further: number): Html {
  const how = group.sampling === '' ? null : html` <span class="how">${group.sampling}</span>`;
  const name = html`<a href="#${group.link}">${group.title}</a> <span class="set">${group.set}</span> ${metricText(first)}${how}`;
  const rest = further - others.length;
  const columns = html`${others.map((each) => html`<td>${metricText(each)}`)}${rest === 0 ? null : html`<td colspan="${rest}">`}${group.limits === undefined ? null : html`<td>`}`;
  if (first.metric.scale === 'ratio')
    return html`<tr class="group"><th colspan="7">${name}${columns}
`;
  const { axis, id, band } = first.frame;
  return html`<tr class="group"><th colspan="3">${name}<td>${axisDrawing(axis, directionOf([first.metric.better]), frameDrawing(axis, id, band))}<td colspan="3">${columns}
`;
}

function metricText({ metric: { title, better } }: MadeMetric): Html {
  // The axis says which way is better; that lower is, is not said again.
  return html`<span class="metric">${better === 'higher' ? `${title}, higher is better` : title}</span>`;
}

function referenceLine(group: EffectGroup, { metric }: MadeMetric, others: readonly MadeMetric[]): Html {
  const subject = [metric, ...others.map((each) => each.metric)].find(({ reference }) => reference !== null)
    ?.reference?.subject;
  if (subject === undefined) return html``;
  return html`<tr class="reference"><th>${subject}<td>reference<td><td><td>${metric.reference?.value ?? ''}<td><td>${others.map((each) => html`<td class="more">${each.metric.reference?.value ?? ''}`)}${limitCell(group, subject)}
`;
}

/** Against the limit by the first metric, its verdict as class and word. Nothing in a table without that column. */
function limitCell({ limits }: EffectGroup, subject: string): Html | null {
  if (limits === undefined) return null;
  const found = limits.get(subject) ?? null;
  return html`<td class="more ${found?.word?.name ?? 'quiet'}">${limitText(found)}`;
}

/** The most important subject first, by the first metric. */
function lines(group: EffectGroup, first: MadeMetric, others: readonly MadeMetric[]): Html {
  const made = [first, ...others];
  const subjects = [...new Set(made.flatMap(({ metric }) => metric.rows.map((row) => row.subject)))];
  return html`${subjects.map((subject) => {
    const [own = null, ...further] = made.map(({ metric }) => rowOf(metric, subject));
    const place = [own, ...further].find((row) => row !== null)?.place ?? null;
    const id = place === null ? null : html` id="r${place}" data-row="${place}"`;
    const cells = others.map(({ metric, frame }, index) =>
      furtherCell(further[index] ?? null, metric, frame),
    );
    return html`<tr class="${own === null ? 'quiet' : own.verdict.name}"${id}><th>${subject}${firstCells(own, first)}${cells}${limitCell(group, subject)}
`;
  })}`;
}

function rowOf({ rows }: EffectMetric, subject: string): EffectRow | null {
  return rows.find((row) => row.subject === subject) ?? null;
}

function firstCells(row: EffectRow | null, { metric, frame }: MadeMetric): Html {
  if (row === null) return html`<td><td colspan="2" class="absent"><td hidden><td><td><td>`;
  const texts = row.effect === null ? null : effectTexts(row.effect, metric, frame.scale);
  const why = whyOf(row);
  return html`<td>${row.verdict.word}${
    texts === null || row.effect === null
      ? html`<td colspan="2" class="absent">${why}<td hidden>`
      : html`<td><b>${texts.estimate}</b> ${texts.interval}${row.reason === '' ? null : html`<small>${why}</small>`}<td>${intervalDrawing(frame.axis, frame.id, { ...row.effect, modes: row.modes })}`
  }<td>${row.value}<td>${row.seen}<td>${pairsText(row)}`;
}

/** All of a further metric in one cell, beneath the name that narrow screens need. */
function furtherCell(row: EffectRow | null, metric: EffectMetric, { scale }: Frame): Html {
  if (row === null) return html`<td class="more">`;
  const texts = row.effect === null ? null : effectTexts(row.effect, metric, scale);
  const told =
    texts === null
      ? whyOf(row)
      : html`<b>${texts.estimate}</b> ${texts.interval}${row.reason === '' ? null : html` <small>${whyOf(row)}</small>`}`;
  const pairs = pairsText(row);
  const beside = [
    row.value,
    row.seen === '' ? '' : `seen from ${row.seen}`,
    pairs === '' ? '' : `${pairs} pairs`,
  ].filter((text) => text !== '');
  return html`<td class="more ${row.verdict.name}"><span class="metric">${metric.title}</span> ${row.verdict.word} ${told}${beside.length === 0 ? null : html`<small>${beside.join('; ')}</small>`}`;
}

function whyOf({ evidence, reason }: EffectRow): Html {
  return evidence === null ? html`${reason}` : html`<a href="#${evidence}">${reason}</a>`;
}

function pairsText({ pairs }: EffectRow): string {
  return pairs === null || pairs === 0 ? '' : formatCount(pairs);
}

function bounds(metric: EffectMetric): number[] {
  return metric.rows.flatMap(({ effect, modes }) =>
    effect === null ? [] : [effect.low, effect.estimate, effect.high, ...(modes.length > 1 ? modes : [])],
  );
}

/** Which end of the axis is the better one; only the amount where the groups disagree. */
function directionOf(better: readonly Better[]): string {
  if (better.every((way) => way === 'lower')) return '\u2190 better \u00b7 worse \u2192';
  if (better.every((way) => way === 'higher')) return '\u2190 worse \u00b7 better \u2192';
  return '\u2190 less \u00b7 more \u2192';
}
