// Values of one process in the order in which they were taken: warm-up, pauses and drift can be seen here and nowhere else.
import type { ChartConfiguration, Plugin } from 'chart.js';
import type { ChartData, SeriesSpec } from '../charts/chart-data.ts';
import { formatCount } from '../../words/format.ts';
import { lineChart } from './line-chart.ts';
import type { ChartLine } from './line-chart.ts';
import type { Theme } from './theme.ts';
import { valueAxis } from './time-axis.ts';

export function seriesChart(spec: SeriesSpec, data: ChartData, theme: Theme): ChartConfiguration<'line'> {
  const lines: readonly ChartLine[] = spec.series.map(({ subject, valuesNs }) => ({
    subject,
    name: data.subjects[subject] ?? '',
    points: valuesNs.map((y, index) => ({ x: index + 1, y })),
  }));
  const longest = Math.max(2, ...lines.map(({ points }) => points.length));
  const x = {
    title: `${spec.of} in run order`,
    min: 1,
    max: longest,
    logarithmic: false,
    text: (value: number) => (Number.isInteger(value) ? formatCount(value) : ''),
    spoken: (value: number) => `${spec.of} ${formatCount(value)}`,
  };
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y));
  const y = valueAxis('time \u00b7 lower is better', 'ns', values, 'by span');
  const warmup = Math.max(0, ...spec.series.map((series) => series.warmup));
  const marks = warmup === 0 ? [] : [warmupShade(warmup, theme)];
  return lineChart({ lines, x, y, room: () => 8, marks }, theme);
}

/** Up to halfway between the last point of warm-up and the first that counts. */
function warmupShade(count: number, theme: Theme): Plugin<'line'> {
  return {
    id: 'warmup',
    beforeDatasetsDraw({ ctx, chartArea: { left, right, top, bottom }, scales: { x } }) {
      const end = Math.min(right, Math.max(left, x?.getPixelForValue(count + 0.5) ?? left));
      if (end <= left) return;
      ctx.save();
      ctx.fillStyle = theme.band;
      ctx.fillRect(left, top, end - left, bottom - top);
      ctx.fillStyle = theme.quiet;
      ctx.font = `11px ${theme.font}`;
      ctx.textBaseline = 'top';
      if (end - left > 55) ctx.fillText('warm-up', left + 4, top + 3);
      ctx.restore();
    },
  };
}
