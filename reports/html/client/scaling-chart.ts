// How the cost grows with one parameter, and where it leaps.
import type { ChartConfiguration, Plugin } from 'chart.js';
import type { ChartData, ScalingSpec } from '../charts/chart-data.ts';
import { formatNumber } from '../../words/format.ts';
import { endNames, nameRoom } from './end-names.ts';
import { colourOf, lineChart } from './line-chart.ts';
import type { ChartLine } from './line-chart.ts';
import type { Theme } from './theme.ts';
import { valueAxis } from './time-axis.ts';

export function scalingChart(spec: ScalingSpec, data: ChartData, theme: Theme): ChartConfiguration<'line'> {
  const lines: readonly ChartLine[] = spec.lines.map(({ subject, points }) => ({
    subject,
    name: data.subjects[subject] ?? '',
    points,
    dots: true,
  }));
  const places = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const [low = 0, high = 1] = [places[0], places.at(-1)];
  const logarithmic = low > 0 && high / low >= 8;
  const x = {
    title: spec.parameter,
    min: low,
    max: high > low ? high : low + 1,
    logarithmic,
    text: (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 1),
    spoken: (value: number) => `${spec.parameter} ${formatNumber(value, Number.isInteger(value) ? 0 : 2)}`,
    ticks: (min: number, max: number) => places.filter((place) => place >= min && place <= max),
  };
  const values = lines.flatMap(({ points }) => points.map((point) => point.y));
  const y = valueAxis(`${spec.metric} \u00b7 ${spec.better} is better`, spec.unit, values, 'by span');
  const marks = [endNames(lines, theme), knees(spec, theme)];
  return lineChart({ lines, x, y, room: nameRoom(lines), marks }, theme);
}

/** A dashed line down from the point at which the cost leaps. */
function knees(spec: ScalingSpec, theme: Theme): Plugin<'line'> {
  return {
    id: 'knees',
    afterDatasetsDraw({ ctx, chartArea: { bottom, left, right }, scales: { x, y } }) {
      ctx.save();
      ctx.font = `11px ${theme.font}`;
      for (const { subject, knee, points } of spec.lines) {
        const point = points.find((candidate) => candidate.x === knee);
        if (point === undefined || x === undefined || y === undefined) continue;
        const [at, from] = [x.getPixelForValue(point.x), y.getPixelForValue(point.y)];
        if (at < left || at > right) continue;
        ctx.strokeStyle = ctx.fillStyle = colourOf(subject, theme);
        ctx.setLineDash([3, 3]);
        ctx.beginPath();
        ctx.moveTo(at, from);
        ctx.lineTo(at, bottom);
        ctx.stroke();
        ctx.fillText('knee', at + 4, bottom - 5);
      }
      ctx.restore();
    },
  };
}
