// Lines on two axes: what percentile curves, distributions, runs in order, scaling and history have in common.
import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
} from 'chart.js';
import type { ChartConfiguration, ChartDataset, Plugin, Scale } from 'chart.js';
import { subjectStyle } from '../charts/subject-style.ts';
import type { Theme } from './theme.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Tooltip);

export interface ChartLine {
  /** Place of the subject: decides the look. */
  readonly subject: number;
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Each point gets a dot: where there are few, or where the line between them means nothing. */
  readonly dots?: boolean;
}
export interface AxisPlan {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly logarithmic: boolean;
  /** What stands at a tick; also how the cursor speaks of a value where `spoken` is missing. */
  readonly text: (value: number) => string;
  readonly spoken?: (value: number, point: number) => string;
  readonly ticks?: (min: number, max: number) => readonly number[];
}
export interface LinePlan {
  readonly lines: readonly ChartLine[];
  readonly x: AxisPlan;
  readonly y: AxisPlan;
  /** Room at the right end in pixels, for names of lines. */
  readonly room: (width: number) => number;
  readonly marks: readonly Plugin<'line'>[];
}

export function lineChart(plan: LinePlan, theme: Theme): ChartConfiguration<'line'> {
  return {
    type: 'line',
    data: { datasets: plan.lines.map((line, index) => dataset(line, -index, theme)) },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: ({ chart }) => ({ top: 6, right: plan.room(chart.width) }) },
      scales: { x: axis(plan.x, theme), y: axis(plan.y, theme) },
      plugins: { tooltip: tooltip(plan, theme) },
    },
    plugins: [...plan.marks],
  };
}

/** The lowest order lies on top: the dashes of later lines stay visible on a solid one beneath. */
function dataset(line: ChartLine, order: number, theme: Theme): ChartDataset<'line'> {
  const colour = colourOf(line.subject, theme);
  return {
    label: line.name,
    data: [...line.points],
    borderColor: colour,
    backgroundColor: colour,
    borderDash: [...subjectStyle(line.subject).dash],
    borderWidth: 2,
    order,
    // A dot at the edge is whole.
    clip: line.dots === true ? 4 : 1,
    pointRadius: line.dots === true ? 3 : 0,
    pointHoverRadius: 4,
  };
}

export function colourOf(subject: number, theme: Theme): string {
  return subjectStyle(subject)[theme.dark ? 'dark' : 'light'];
}

function axis(plan: AxisPlan, theme: Theme) {
  const { ticks, logarithmic } = plan;
  return {
    type: logarithmic ? ('logarithmic' as const) : ('linear' as const),
    min: plan.min,
    max: plan.max,
    title: { display: true, text: plan.title, color: theme.quiet, font: { size: 12, family: theme.font } },
    grid: { color: theme.line },
    border: { color: theme.line },
    ticks: {
      color: theme.quiet,
      font: { size: 11, family: theme.font },
      maxRotation: 0,
      callback: (value: number | string) => plan.text(Number(value)),
    },
    // The library's own begin and end at the edges, and collide at the top of a logarithmic axis.
    afterBuildTicks: (scale: Scale) => {
      const own = ticks ?? (logarithmic ? roundTicks : evenTicks);
      scale.ticks = apart(own(scale.min, scale.max), scale, plan, logarithmic).map((value) => ({ value }));
    },
  };
}

/** A letter at a tick, and the least distance of two labels, in pixels. */
const LETTER_PX = 6.5;
const BESIDE_PX = 8;
const BENEATH_PX = 15;
/** What is left of a chart for its plot, about. */
const PLOT_SHARE = 0.75;

/** From the end on, without those whose labels would touch one that stands already. */
function apart(
  ticks: readonly number[],
  scale: Scale,
  { text }: AxisPlan,
  logarithmic: boolean,
): readonly number[] {
  const across = scale.isHorizontal();
  const room = (across ? scale.chart.width : scale.chart.height) * PLOT_SHARE;
  const on = (value: number): number => (logarithmic ? Math.log(value) : value);
  const at = (value: number): number =>
    ((on(value) - on(scale.min)) / (on(scale.max) - on(scale.min) || 1)) * room;
  const kept: number[] = [];
  for (const value of [...ticks].sort((a, b) => b - a)) {
    const last = kept.at(-1);
    const letters = last === undefined ? 0 : (text(value).length + text(last).length) / 2;
    const needed = across ? letters * LETTER_PX + BESIDE_PX : BENEATH_PX;
    if (last === undefined || at(last) - at(value) >= needed) kept.push(value);
  }
  return kept.reverse();
}

const MOST_STEPS = 6;

/** Steps of 1, 2 or 5 times a power of ten. */
function evenTicks(min: number, max: number): readonly number[] {
  const rough = (max - min) / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((mantissa) => mantissa * power >= rough * 0.999) ?? 10) * power;
  const first = Math.ceil(min / step - 1e-9);
  const count = Math.floor(max / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** 1, 2, 5 of each decade, fewer of many, more of a part. */
function roundTicks(min: number, max: number): readonly number[] {
  const decades = Math.log10(max / min);
  const mantissas =
    decades > 3.5 ? [1] : decades > 0.8 ? [1, 2, 5] : [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max); power++)
    for (const mantissa of mantissas) ticks.push(Number(`${mantissa}e${power}`));
  return ticks.filter((value) => value >= min && value <= max);
}

function tooltip({ x, y }: LinePlan, theme: Theme) {
  const spokenX = x.spoken ?? x.text;
  const spokenY = y.spoken ?? y.text;
  return {
    animation: false as const,
    backgroundColor: theme.ink,
    titleColor: theme.ground,
    bodyColor: theme.ground,
    displayColors: false,
    callbacks: {
      title: (items: readonly { parsed: { x: number | null }; dataIndex: number }[]) =>
        spokenX(items[0]?.parsed.x ?? 0, items[0]?.dataIndex ?? 0),
      label: (item: {
        dataset: { label?: string | undefined };
        parsed: { y: number | null };
        dataIndex: number;
      }) => `${item.dataset.label ?? ''}  ${spokenY(item.parsed.y ?? 0, item.dataIndex)}`,
    },
  };
}
