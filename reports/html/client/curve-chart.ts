// Latency by percentile: nines to the right, time upwards, one line a subject with its name at the end.
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
import type { ChartData, ChartSpec, CurveSeries } from '../chart-data.ts';
import { formatQuantile, formatValue } from '../format.ts';
import { lookOf } from '../looks.ts';
import type { Theme } from './theme.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Tooltip);

type CurveSpec = Extract<ChartSpec, { kind: 'curve' }>;

/** Narrower than this, names at the ends of lines would leave no room for the lines. */
const NAMED_FROM = 420;

export function curveChart(spec: CurveSpec, data: ChartData, theme: Theme): ChartConfiguration<'line'> {
  return {
    type: 'line',
    data: { datasets: spec.series.map((series, index) => dataset(series, -index, data, theme)) },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      layout: {
        padding: ({ chart }) => ({ top: 6, right: chart.width < NAMED_FROM ? 8 : nameRoom(spec, data) }),
      },
      scales: { x: quantileAxis(spec, data, theme), y: timeAxis(spec, theme) },
      plugins: { tooltip: tooltip(theme) },
    },
    plugins: [endNames(spec, data, theme)],
  };
}

/** The lowest order lies on top: the dashes of later lines stay visible on a solid one beneath. */
function dataset(series: CurveSeries, order: number, data: ChartData, theme: Theme): ChartDataset<'line'> {
  const colour = colourOf(series, theme);
  const nines = series.nines ?? data.grid;
  return {
    label: data.subjects[series.subject] ?? '',
    data: series.valuesNs.map((y, index) => ({ x: nines[index] ?? 0, y })),
    borderColor: colour,
    backgroundColor: colour,
    borderDash: [...lookOf(series.subject).dash],
    borderWidth: 2,
    order,
    pointRadius: 0,
    pointHoverRadius: 4,
  };
}

function quantileAxis(spec: CurveSpec, data: ChartData, theme: Theme) {
  return {
    type: 'linear' as const,
    min: 0,
    title: { display: true, text: 'percentile', color: theme.quiet, font: { size: 12, family: theme.font } },
    grid: { color: theme.line },
    border: { color: theme.line },
    ticks: {
      color: theme.quiet,
      font: { size: 11, family: theme.font },
      maxRotation: 0,
      callback: (nines: number | string) => quantileName(Number(nines)),
    },
    max: Math.max(1, ...spec.series.map((series) => lastNines(series, data))),
    afterBuildTicks: (axis: Scale) => {
      axis.ticks = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999]
        .map((q) => ({ value: -Math.log10(1 - q) }))
        .filter(({ value }) => value <= axis.max + 1e-6);
    },
  };
}

/** Logarithmic, but linear where timers fired early and values lie below zero. */
function timeAxis(spec: CurveSpec, theme: Theme) {
  const logarithmic = spec.lowNs > 0;
  const pad = logarithmic ? 0 : (spec.highNs - spec.lowNs) * 0.05;
  return {
    type: logarithmic ? ('logarithmic' as const) : ('linear' as const),
    min: logarithmic ? spec.lowNs / 1.15 : spec.lowNs - pad,
    max: logarithmic ? spec.highNs * 1.15 : spec.highNs + pad,
    title: {
      display: true,
      text: `${spec.what} \u00b7 lower is better`,
      color: theme.quiet,
      font: { size: 12, family: theme.font },
    },
    grid: { color: theme.line },
    border: { color: theme.line },
    ticks: {
      color: theme.quiet,
      font: { size: 11, family: theme.font },
      // Ticks of the logarithmic axis have one digit that counts; those of the linear one may need two.
      callback: (value: number | string) =>
        formatValue(Number(Number(value).toPrecision(6)), 'ns', Number(value) * (logarithmic ? 9 : 0.4)),
    },
    ...(logarithmic ? { afterBuildTicks: roundTicks } : {}),
  };
}

/** 1, 2, 5 of each decade: the ticks of the library collide at the top. */
function roundTicks(axis: Scale): void {
  const ticks: { value: number }[] = [];
  for (let power = Math.floor(Math.log10(axis.min)); power <= Math.log10(axis.max); power++)
    for (const mantissa of [1, 2, 5]) ticks.push({ value: mantissa * 10 ** power });
  axis.ticks = ticks.filter(({ value }) => value >= axis.min && value <= axis.max);
}

function tooltip(theme: Theme) {
  return {
    animation: false as const,
    backgroundColor: theme.ink,
    titleColor: theme.ground,
    bodyColor: theme.ground,
    displayColors: false,
    callbacks: {
      title: (items: { parsed: { x: number | null } }[]) => quantileName(items[0]?.parsed.x ?? 0),
      label: (item: { dataset: { label?: string | undefined }; parsed: { y: number | null } }) =>
        `${item.dataset.label ?? ''}  ${formatValue(item.parsed.y ?? 0, 'ns')}`,
    },
  };
}

export function quantileName(nines: number): string {
  return formatQuantile(Number((1 - 10 ** -nines).toFixed(Math.max(2, Math.ceil(nines) + 2))));
}

/** The name of each line at its end, moved apart where ends lie close together. */
function endNames(spec: CurveSpec, data: ChartData, theme: Theme): Plugin<'line'> {
  const names = spec.series.map((series) => data.subjects[series.subject] ?? '');
  return {
    id: 'endNames',
    afterDatasetsDraw(chart) {
      if (chart.width < NAMED_FROM) return;
      const ends = spec.series
        .flatMap((series, index) => {
          const last = chart.getDatasetMeta(index).data.at(-1);
          if (last === undefined) return [];
          const { x, y } = last;
          return [{ name: shortName(names[index] ?? '', names), x, y, colour: colourOf(series, theme) }];
        })
        .sort((a, b) => a.y - b.y);
      const rows = apart(
        ends.map(({ y }) => y),
        chart.chartArea.bottom,
      );
      const { ctx } = chart;
      ctx.save();
      ctx.font = `12px ${theme.font}`;
      ctx.textBaseline = 'middle';
      ends.forEach(({ name, x, colour }, index) => {
        ctx.fillStyle = colour;
        ctx.fillText(name, x + 6, rows[index] ?? 0);
      });
      ctx.restore();
    },
  };
}

function colourOf({ subject }: CurveSeries, theme: Theme): string {
  return lookOf(subject)[theme.dark ? 'dark' : 'light'];
}

const NAME_HEIGHT = 14;

/** Rows for names that want to stand at these ascending heights: none closer than a line, none below the bottom. */
function apart(wanted: readonly number[], bottom: number): number[] {
  const rows: number[] = [];
  for (const y of wanted) rows.push(Math.max(y, (rows.at(-1) ?? -Infinity) + NAME_HEIGHT));
  const over = Math.max(0, (rows.at(-1) ?? 0) - bottom);
  return rows.map((row) => row - over);
}

function nameRoom(spec: CurveSpec, data: ChartData): number {
  const names = spec.series.map((series) => data.subjects[series.subject] ?? '');
  return 14 + 6.6 * Math.max(...names.map((name) => shortName(name, names).length));
}

/** The style alone where all lines are of one runtime. */
function shortName(name: string, all: readonly string[]): string {
  const runtime = name.slice(0, name.indexOf('/') + 1);
  return all.every((other) => other.startsWith(runtime)) && all.length > 1
    ? name.slice(runtime.length)
    : name;
}

function lastNines(series: CurveSeries, data: ChartData): number {
  return (series.nines ?? data.grid)[series.valuesNs.length - 1] ?? 1;
}
