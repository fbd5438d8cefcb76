// Latency by percentile: nines to the right, time upwards, one line per subject with its name at the end.
import type { ChartConfiguration } from 'chart.js';
import type { ChartData, CurveSpec } from '../charts/chart-data.ts';
import { formatQuantile } from '../../words/format.ts';
import { endNames, nameRoom } from './end-names.ts';
import { lineChart } from './line-chart.ts';
import type { ChartLine } from './line-chart.ts';
import type { Theme } from './theme.ts';
import { valueAxis } from './time-axis.ts';

export function curveChart(spec: CurveSpec, data: ChartData, theme: Theme): ChartConfiguration<'line'> {
  const lines = curveLines(spec, data);
  const x = {
    title: 'percentile',
    min: 0,
    max: Math.max(1, ...lines.map(({ points }) => points.at(-1)?.x ?? 1)),
    logarithmic: false,
    text: quantileName,
    ticks: quantileTicks,
  };
  const y = valueAxis(`${spec.what} \u00b7 lower is better`, 'ns', [spec.lowNs, spec.highNs], 'logarithmic');
  return lineChart({ lines, x, y, room: nameRoom(lines), marks: [endNames(lines, theme)] }, theme);
}

export function curveLines(spec: CurveSpec, data: ChartData): readonly ChartLine[] {
  return spec.series.map(({ subject, nines, valuesNs }) => ({
    subject,
    name: data.subjects[subject] ?? '',
    points: valuesNs.map((y, index) => ({ x: (nines ?? data.grid)[index] ?? 0, y })),
  }));
}

const COARSE = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];
const FINE = [
  0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999, 0.99995, 0.99999,
];

function quantileTicks(min: number, max: number): readonly number[] {
  return (max - min > 2 ? COARSE : FINE)
    .map((q) => -Math.log10(1 - q))
    .filter((nines) => nines >= min - 1e-6 && nines <= max + 1e-6);
}

function quantileName(nines: number): string {
  return formatQuantile(Number((1 - 10 ** -nines).toFixed(Math.max(2, Math.ceil(nines) + 2))));
}
