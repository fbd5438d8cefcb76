// One chart of the history as SVG: values on a logarithmic axis in the order of runs, with numbered change points.
import { formatValue, scaleFor } from '../words/format.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import type { HistoryChart, HistoryLine, LinePoint } from '../history/history.ts';

const WIDTH = 720;
const HEIGHT = 240;
const LEFT = 70;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;
/** With more runs than this the points would hide the lines. */
const MOST_DOTS = 60;
/** Values that hardly move still get some height, so that noise does not look like mountains. */
const LEAST_SPAN = 1.2;

/** `look` gives the place of a subject among the looks. Numbers of markers count through the whole chart. */
export function historyDrawing(chart: HistoryChart, look: (subject: string) => number, label: string): Html {
  const values = chart.lines.flatMap(({ points }) => points.map(({ value }) => value));
  const positive = values.filter((value) => value > 0);
  const at = axisOf(positive);
  const x = (place: number): number =>
    chart.runs.length < 2
      ? (LEFT + WIDTH - RIGHT) / 2
      : LEFT + (place / (chart.runs.length - 1)) * (WIDTH - LEFT - RIGHT);
  const place = ({ at: run, value }: LinePoint): string => `${rounded(x(run))},${rounded(at.y(value))}`;
  return html`<svg class="history" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${ticks(at, chart)}${dates(chart)}${chart.lines.map((line) => lineDrawing(line, look(line.subject), chart.runs.length, place))}${markers(chart, x, at)}</svg>`;
}

/** The numbers of the markers, in the order in which they are listed: by line, then by run. */
export function numbered(
  chart: HistoryChart,
): readonly { readonly number: number; readonly line: HistoryLine; readonly index: number }[] {
  return chart.lines
    .flatMap((line) => line.changes.map((_, index) => ({ line, index })))
    .map((entry, index) => ({ line: entry.line, index: entry.index, number: index + 1 }));
}

interface Axis {
  readonly y: (value: number) => number;
  readonly values: readonly number[];
}

function axisOf(values: readonly number[]): Axis {
  const smallest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  if (largest === 0) return { y: () => HEIGHT - BOTTOM, values: [] };
  const spread = Math.max(largest / smallest, LEAST_SPAN);
  const middle = Math.sqrt(smallest * largest);
  const [low, high] = [middle / Math.sqrt(spread) / 1.05, middle * Math.sqrt(spread) * 1.05];
  const height = HEIGHT - TOP - BOTTOM;
  const y = (value: number): number =>
    HEIGHT - BOTTOM - (Math.log(Math.max(value, low) / low) / Math.log(high / low)) * height;
  return { y, values: tickValues(low, high) };
}

/** Powers of ten with 1, 2 and 5, and finer ones where the axis spans less than a factor of four. */
function tickValues(low: number, high: number): number[] {
  const mantissas =
    high / low > 100
      ? [1]
      : high / low > 4
        ? [1, 2, 5]
        : high / low > 1.6
          ? [1, 1.5, 2, 3, 4, 5, 7]
          : [1, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3.2, 3.6, 4, 4.5, 5, 5.5, 6, 7, 8, 9];
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const mantissa of mantissas) found.push(Number(`${mantissa}e${power}`));
  return found.filter((value) => value >= low && value <= high);
}

function ticks({ y, values }: Axis, { unit }: HistoryChart): Html {
  const scale = scaleFor(unit, values);
  return html`${values.map(
    (value) =>
      html`<line class="tick" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${rounded(y(value))}" y2="${rounded(y(value))}"/><text x="${LEFT - 6}" y="${rounded(y(value) + 4)}" text-anchor="end">${formatValue(value, unit, null, scale)}</text>`,
  )}`;
}

function dates({ runs }: HistoryChart): Html {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return html``;
  if (first === last)
    return html`<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${dayOf(first.startedAt)}</text>`;
  return html`<text x="${LEFT}" y="${HEIGHT - 8}">${dayOf(first.startedAt)}</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">${dayOf(last.startedAt)}</text>`;
}

function lineDrawing(
  { points }: HistoryLine,
  look: number,
  runs: number,
  place: (point: LinePoint) => string,
): Html {
  const pieces: LinePoint[][] = [];
  for (const point of points) {
    const piece = pieces.at(-1);
    if (piece !== undefined && piece.at(-1)?.at === point.at - 1) piece.push(point);
    else pieces.push([point]);
  }
  return html`${pieces.map((piece) =>
    piece.length === 1
      ? dot(piece[0], look, place)
      : html`<polyline class="line look-${look}" points="${piece.map(place).join(' ')}"/>`,
  )}${runs > MOST_DOTS ? null : points.map((point) => dot(point, look, place))}`;
}

function dot(point: LinePoint | undefined, look: number, place: (point: LinePoint) => string): Html {
  if (point === undefined) return html``;
  const [x = '', y = ''] = place(point).split(',');
  return html`<circle class="dot look-${look}" cx="${x}" cy="${y}" r="2"/>`;
}

function markers(chart: HistoryChart, x: (place: number) => number, { y }: Axis): Html {
  return html`${numbered(chart).map(({ number, line, index }) => {
    const at = line.changes[index]?.at ?? 0;
    const value = line.points.find((point) => point.at === at)?.value ?? 0;
    const [cx, cy] = [rounded(x(at)), rounded(y(value))];
    return html`<g class="marker"><circle cx="${cx}" cy="${cy}" r="8"/><text x="${cx}" y="${rounded(y(value) + 4)}" text-anchor="middle">${number}</text></g>`;
  })}`;
}

export function dayOf(startedAt: string): string {
  return startedAt.slice(0, 10);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
