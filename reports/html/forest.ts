// One interval of the verdict table as SVG, and the axis above it. Positions are percentages, so it fits any column.
import type { Axis } from './axis.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Smallest and largest value that is too near to no difference to be worth a word. */
  readonly band: readonly [number, number];
  readonly tone: string;
  readonly label: string;
}

const percent = (value: number): string => `${Math.round(value * 100) / 100}%`;

/** `grid` is the id that `axisDrawing` was given: the lines are drawn once and used in every row. */
export function intervalDrawing(axis: Axis, grid: string, interval: Interval): Html {
  const [estimate = 0, low = 0, high = 0] = [interval.estimate, interval.low, interval.high].map(axis.at);
  const from = axis.at(interval.band[0]);
  const width = Math.max(0.6, axis.at(interval.band[1]) - from);
  return html`<svg class="forest ${interval.tone}" role="img" aria-label="${interval.label}"><rect class="band" x="${percent(from)}" width="${percent(width)}" height="100%"/><use href="#${grid}"/><line class="whisker" x1="${percent(low)}" x2="${percent(high)}" y1="50%" y2="50%"/><circle class="point" cx="${percent(estimate)}" cy="50%" r="3.5"/></svg>`;
}

/** The row of the reference, and rows without a number: the grid alone. */
export function emptyDrawing(grid: string): Html {
  return html`<svg class="forest" aria-hidden="true"><use href="#${grid}"/></svg>`;
}

export function axisDrawing(axis: Axis, grid: string, direction: string): Html {
  const labels = axis.ticks.map(
    (tick) =>
      html`<text x="${percent(axis.at(tick.value))}" y="26" text-anchor="middle">${tick.label}</text>`,
  );
  return html`<svg class="axis" aria-hidden="true"><defs><g id="${grid}" class="grid">${lines(axis)}</g></defs><text x="50%" y="10" text-anchor="middle">${direction}</text>${labels}</svg>`;
}

function lines(axis: Axis): Html {
  const ticks = axis.ticks.filter((tick) => tick.value !== axis.neutral);
  return html`${ticks.map((tick) => line('tick', axis.at(tick.value)))}${line('neutral', axis.at(axis.neutral))}`;
}

function line(name: string, at: number): Html {
  return html`<line class="${name}" x1="${percent(at)}" x2="${percent(at)}" y2="100%"/>`;
}
