// Throughput as bars, one per subject, each with its number beside it.
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
import type { ChartConfiguration, Plugin } from 'chart.js';
import type { ChartData, ChartSpec } from '../charts/chart-data.ts';
import { formatValue, scaleFor } from '../../words/format.ts';
import type { Scale } from '../../words/format.ts';
import { subjectStyle } from '../charts/subject-style.ts';
import type { Theme } from './theme.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

type RateSpec = Extract<ChartSpec, { kind: 'rates' }>;

const ROW_PX = 30;
const AXIS_PX = 50;
const NUMBER_PX = 72;

export function rateHeight(bars: number): number {
  return bars * ROW_PX + AXIS_PX;
}

export function rateChart(spec: RateSpec, data: ChartData, theme: Theme): ChartConfiguration<'bar'> {
  const scale = scaleFor(
    'operations/s',
    spec.bars.map((bar) => bar.perSecond),
  );
  const font = { size: 11, family: theme.font };
  return {
    type: 'bar',
    data: {
      labels: spec.bars.map((bar) => data.subjects[bar.subject] ?? ''),
      datasets: [
        {
          data: spec.bars.map((bar) => bar.perSecond),
          backgroundColor: spec.bars.map((bar) => subjectStyle(bar.subject)[theme.dark ? 'dark' : 'light']),
          maxBarThickness: 14,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      animation: false,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { right: NUMBER_PX } },
      scales: {
        x: {
          beginAtZero: true,
          title: {
            display: true,
            text: `${spec.operation}/s \u00b7 more is better`,
            color: theme.quiet,
            font: { ...font, size: 12 },
          },
          grid: { color: theme.line },
          border: { color: theme.line },
          ticks: {
            color: theme.quiet,
            font,
            maxTicksLimit: 5,
            maxRotation: 0,
            callback: (value) =>
              Number(value) === 0
                ? '0'
                : formatValue(Number(value), 'operations/s', Number(value) * 0.4, scale),
          },
        },
        y: {
          grid: { display: false },
          border: { color: theme.line },
          ticks: { color: theme.ink, font: { ...font, size: 12 } },
        },
      },
    },
    plugins: [numbers(theme, scale)],
  };
}

function numbers(theme: Theme, scale: Scale): Plugin<'bar'> {
  return {
    id: 'numbers',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      const values = chart.data.datasets[0]?.data ?? [];
      ctx.save();
      ctx.font = `12px ${theme.font}`;
      ctx.textBaseline = 'middle';
      ctx.fillStyle = theme.ink;
      chart.getDatasetMeta(0).data.forEach((bar, index) => {
        ctx.fillText(formatValue(Number(values[index]), 'operations/s', null, scale), bar.x + 6, bar.y);
      });
      ctx.restore();
    },
  };
}
