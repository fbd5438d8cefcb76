// Which share of all samples is at most this long: the same points as the percentile curve, time to the right.
import type { ChartConfiguration } from 'chart.js';
import type { ChartData, CurveSpec } from '../charts/chart-data.ts';
import { formatShare } from '../../words/format.ts';
import { curveLines } from './curve-chart.ts';
import { lineChart } from './line-chart.ts';
import type { Theme } from './theme.ts';
import { valueAxis } from './time-axis.ts';

const SHARES = [0, 0.25, 0.5, 0.75, 1];

export function ecdfChart(spec: CurveSpec, data: ChartData, theme: Theme): ChartConfiguration<'line'> {
  const lines = curveLines(spec, data).map(({ subject, name, points }) => ({
    subject,
    name,
    points: points.map(({ x, y }) => ({ x: y, y: 1 - 10 ** -x })),
  }));
  const share = {
    title: 'share of samples \u00b7 further left is better',
    min: 0,
    max: 1,
    logarithmic: false,
    text: formatShare,
    spoken: (value: number) => formatShare(Number(value.toPrecision(4))),
    ticks: () => SHARES,
  };
  const time = valueAxis(spec.what, 'ns', [spec.lowNs, spec.highNs], 'logarithmic');
  return lineChart({ lines, x: time, y: share, room: () => 8, marks: [] }, theme);
}
