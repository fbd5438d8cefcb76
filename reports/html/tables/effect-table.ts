// A table of effects: a body for each thing that was measured, a line for each subject and metric, each with its interval as text and as drawing.
import type { Axis } from '../charts/axis.ts';
import { differenceAxis, ratioAxis } from '../charts/axis.ts';
import { axisDrawing, frameDrawing, intervalDrawing } from '../charts/forest.ts';
import { effectTexts } from '../../words/effect-texts.ts';
import type { Effect } from '../../words/effect-texts.ts';
import type { Scale } from '../../words/format.ts';
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
  /** More than one: the lines of a subject stand next to each other. */
  readonly metrics: readonly EffectMetric[];
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
  heads: { readonly first: string; readonly effect: string },
): Html {
  const ratios = groups.flatMap((group) => group.metrics).filter(({ scale }) => scale === 'ratio');
  const shared = ratioAxis(ratios.flatMap(bounds));
  const bands = [...new Set(ratios.map((metric) => metric.minimumEffect))];
  const frameOf = frames(id, shared, bands);
  const axis =
    ratios.length === 0
      ? html`<span class="unseen">Interval</span>`
      : html`<span class="unseen">Interval on a logarithmic axis</span>${axisDrawing(
          shared,
          directionOf(ratios.map((metric) => metric.better)),
          html`${bands.map((band, index) => frameDrawing(shared, `${id}-${index}`, [1 - band, 1 + band]))}`,
        )}`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table class="effects" id="effects-${id}"><caption class="unseen">${caption}</caption>
<thead><tr><th>${heads.first}</th><th>Verdict</th><th>${heads.effect}</th><th>${axis}</th><th>Value</th><th>Smallest seen</th><th>Pairs</th></tr></thead>
${groups.map((group, index) => groupBody(group, (metric, place) => frameOf(metric, index, place)))}</table></div>`;
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

function groupBody(group: EffectGroup, frameOf: (metric: EffectMetric, place: number) => Frame): Html {
  const several = group.metrics.length > 1;
  const made = group.metrics.map((metric, place) => ({ metric, frame: frameOf(metric, place) }));
  const heads = headsOf(group, made);
  const references = made.map(({ metric }, index) => referenceLine(metric, several, index > 0));
  return html`<tbody>
${heads}${references}${lines(made, several)}</tbody>
`;
}

type MadeMetric = { readonly metric: EffectMetric; readonly frame: Frame };

/** One head for all metrics on the shared axis; each compared by difference has a head with an axis of its own. */
function headsOf(group: EffectGroup, made: readonly MadeMetric[]): Html {
  const shared = made.filter(({ metric }) => metric.scale === 'ratio');
  const own = made.filter(({ metric }) => metric.scale === 'difference');
  const how = group.sampling === '' ? null : html` <span class="how">${group.sampling}</span>`;
  const name = html`<a href="#${group.link}">${group.title}</a> <span class="set">${group.set}</span> `;
  const first =
    shared.length === 0
      ? null
      : html`<tr class="group"><th colspan="7" scope="rowgroup">${name}${metricText(shared)}${how}
`;
  const others = own.map((each, index) => {
    const lead = first === null && index === 0;
    const drawn = frameDrawing(each.frame.axis, each.frame.id, each.frame.band);
    return html`<tr class="group"><th colspan="3" scope="rowgroup">${lead ? name : null}${metricText([each])}${lead ? how : null}<td>${axisDrawing(each.frame.axis, directionOf([each.metric.better]), drawn)}<td colspan="3">
`;
  });
  return html`${first}${others}`;
}

function metricText(made: readonly MadeMetric[]): Html {
  const texts = made.map(({ metric: { title, better } }) =>
    better === 'neither' ? title : `${title}, ${better} is better`,
  );
  return html`<span class="metric">${texts.join('; ')}</span>`;
}

function referenceLine({ title, reference }: EffectMetric, several: boolean, again: boolean): Html {
  if (reference === null) return html``;
  return html`<tr class="reference${again ? ' again' : ''}"><th>${reference.subject}${several ? html` <small>${title}</small>` : null}<td>reference<td><td><td>${reference.value}<td><td>
`;
}

/** Subject by subject, the most important first; the lines of one subject in the order of the metrics. */
function lines(made: readonly MadeMetric[], several: boolean): Html {
  const [first] = made;
  if (first === undefined) return html``;
  if (!several)
    return html`${first.metric.rows.map((row) => line(row, first.metric, first.frame, false, false))}`;
  const subjects = [...new Set(made.flatMap(({ metric }) => metric.rows.map((row) => row.subject)))];
  return html`${subjects.map((subject) =>
    made
      .flatMap(({ metric, frame }) =>
        metric.rows.filter((row) => row.subject === subject).map((row) => ({ row, metric, frame })),
      )
      .map(({ row, metric, frame }, index) => line(row, metric, frame, true, index > 0)),
  )}`;
}

function line(row: EffectRow, metric: EffectMetric, frame: Frame, named: boolean, again: boolean): Html {
  const texts = row.effect === null ? null : effectTexts(row.effect, metric, frame.scale);
  const why =
    row.evidence === null ? html`${row.reason}` : html`<a href="#${row.evidence}">${row.reason}</a>`;
  const place = row.place === null ? null : html` data-row="${row.place}"`;
  return html`<tr class="${row.verdict.name}${again ? ' again' : ''}"${place}><th>${row.subject}${named ? html` <small>${metric.title}</small>` : null}<td>${row.verdict.word}${
    texts === null || row.effect === null
      ? html`<td colspan="2" class="absent">${why}<td hidden>`
      : html`<td><b>${texts.estimate}</b> ${texts.interval}${row.reason === '' ? null : html`<small>${why}</small>`}<td>${intervalDrawing(frame.axis, frame.id, { ...row.effect, modes: row.modes })}`
  }<td>${row.value}<td>${row.seen}<td>${row.pairs === null || row.pairs === 0 ? '' : formatCount(row.pairs)}
`;
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
