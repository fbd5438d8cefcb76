// One interval of the verdict table as SVG, and the axis above it. Positions are percentages, so it fits any column.
import type { Axis } from './axis.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

export interface ForestInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Two or more values around which the processes gather: drawn instead of the estimate, which lies between them. */
  readonly modes: readonly number[];
}

/** A narrower interval would be invisible. */
const LEAST_PERCENT = 0.4;

/**
 * `frame` is the id that `frameDrawing` was given. The text of the row says all that is drawn here, so it has no label;
 * what is the same in all rows stands in the style sheet: these few bytes are in the page thousands of times.
 */
export function intervalDrawing(
  axis: Axis,
  frame: string,
  { estimate, low, high, modes }: ForestInterval,
): Html {
  const from = axis.at(low);
  const width = Math.max(LEAST_PERCENT, axis.at(high) - from);
  const marks =
    modes.length > 1
      ? modes.map((mode) => html`<circle class="mode" cx="${percent(axis.at(mode))}"/>`)
      : html`<circle cx="${percent(axis.at(estimate))}"/>`;
  return html`<svg><use href="#${frame}"/><rect x="${percent(from)}" width="${percent(width)}"/>${marks}</svg>`;
}

/** The lines and the band behind every interval with this band: drawn once, used in every row. */
export function frameDrawing(axis: Axis, id: string, band: readonly [number, number]): Html {
  const from = axis.at(band[0]);
  const width = Math.max(LEAST_PERCENT, axis.at(band[1]) - from);
  const ticks = axis.ticks.filter((tick) => tick.value !== axis.neutral);
  return html`<g id="${id}" class="frame"><rect class="band" x="${percent(from)}" width="${percent(width)}"/>${ticks.map((tick) => line('tick', axis.at(tick.value)))}${line('neutral', axis.at(axis.neutral))}</g>`;
}

export function axisDrawing(axis: Axis, direction: string, frames: Html): Html {
  const labels = apart(axis).map(
    (tick) =>
      html`<text x="${percent(axis.at(tick.value))}" y="26" text-anchor="middle">${tick.label}</text>`,
  );
  return html`<svg class="axis" aria-hidden="true"><defs>${frames}</defs><text x="50%" y="10" text-anchor="middle">${direction}</text>${labels}</svg>`;
}

/** A letter of a label takes this much of the width, in percent, where the table leaves the axis least room. */
const LETTER_PERCENT = 4.8;
/** `+200 µs`: a difference gets this much room under any name of its unit. */
const DIFFERENCE_LETTERS = 7;

/** The ticks whose labels have room: that of no difference always, of others those that come first. */
function apart({ at, ticks, neutral }: Axis): Axis['ticks'] {
  const kept: (typeof ticks)[number][] = [];
  const lettersOf = ({ value, label }: (typeof ticks)[number]): number =>
    neutral === 1 || value === neutral ? label.length : DIFFERENCE_LETTERS;
  const ordered = [...ticks].sort((a, b) => Number(b.value === neutral) - Number(a.value === neutral));
  for (const tick of ordered) {
    const free = kept.every(
      (other) =>
        Math.abs(at(tick.value) - at(other.value)) >=
        ((lettersOf(tick) + lettersOf(other)) / 2) * LETTER_PERCENT,
    );
    if (free) kept.push(tick);
  }
  return kept.sort((a, b) => a.value - b.value);
}

function line(name: string, at: number): Html {
  return html`<line class="${name}" x1="${percent(at)}" x2="${percent(at)}" y2="100%"/>`;
}

function percent(value: number): string {
  return `${Math.round(value * 10) / 10}%`;
}
