// Which charts are drawn from which data, and how each is made when it comes into view.
import type { ChartConfiguration } from 'chart.js';
import type { BlockCharts, ChartData, ChartSpec, CurveSpec } from '../charts/chart-data.ts';
import { curveChart } from './curve-chart.ts';
import { ecdfChart } from './ecdf-chart.ts';
import { historyChart } from './history-chart.ts';
import { rateChart, rateHeight } from './rate-chart.ts';
import { scalingChart } from './scaling-chart.ts';
import { seriesChart } from './series-chart.ts';
import type { Theme } from './theme.ts';

export interface ChartPlan {
  /** Unique in the page, and the same for the same data: for the address and for file names. */
  readonly id: string;
  readonly title: string;
  readonly finding: string;
  /** The page itself says it beside the chart. */
  readonly told: boolean;
  /** For the legend, in the order of the lines. Empty: the chart names them itself. */
  readonly subjects: readonly number[];
  /** How many of the lines are drawn before the reader asks for more; the first is always drawn. */
  readonly shownFirst: number;
  /** Whether it has a horizontal axis of numbers, to zoom and to walk along. */
  readonly walkable: boolean;
  /** In pixels; null: that of the style sheet. */
  readonly height: number | null;
  readonly configure: (theme: Theme) => ChartConfiguration;
}

/** More curves than this at once cannot be told apart. */
const MOST_CURVES = 5;

/** What is drawn of a parameter set: at once, or on demand. */
export function plansOfBlock(
  { charts }: BlockCharts,
  onDemand: boolean,
  data: ChartData,
): readonly ChartPlan[] {
  if (!onDemand) return charts.map((spec) => planOf(spec, data));
  return charts.flatMap((spec) => (spec.kind === 'curve' ? [distributionPlan(spec, data)] : []));
}

function distributionPlan(spec: CurveSpec, data: ChartData): ChartPlan {
  return {
    ...planOf(spec, data),
    id: `${spec.id}~~ecdf`,
    title: spec.title.replace('by percentile', 'distribution'),
    finding: 'The same samples as by percentile: how large a share of them came within a time.',
    configure: (theme) => ecdfChart(spec, data, theme),
  };
}

export function planOf(spec: ChartSpec, data: ChartData): ChartPlan {
  const { id, title, finding } = spec;
  const common = {
    id,
    title,
    finding,
    told: false,
    subjects: subjectsOf(spec),
    shownFirst: Infinity,
    walkable: true,
    height: null,
  };
  switch (spec.kind) {
    case 'curve':
      return { ...common, shownFirst: MOST_CURVES, configure: (theme) => curveChart(spec, data, theme) };
    case 'series':
      return { ...common, configure: (theme) => seriesChart(spec, data, theme) };
    case 'scaling':
      return { ...common, configure: (theme) => scalingChart(spec, data, theme) };
    case 'history':
      return { ...common, told: true, configure: (theme) => historyChart(spec, data, theme) };
    case 'rates':
      return {
        ...common,
        walkable: false,
        height: rateHeight(spec.bars.length),
        configure: (theme) => rateChart(spec, data, theme),
      };
    default:
      return spec satisfies never;
  }
}

function subjectsOf(spec: ChartSpec): readonly number[] {
  switch (spec.kind) {
    case 'curve':
    case 'series':
      return spec.series.map(({ subject }) => subject);
    case 'scaling':
    case 'history':
      return spec.lines.map(({ subject }) => subject);
    case 'rates':
      return [];
    default:
      return spec satisfies never;
  }
}
