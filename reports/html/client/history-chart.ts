// One metric over many runs, and a numbered mark wherever another level begins.
import type { ChartConfiguration, Plugin } from 'chart.js';
import type { ChartData, HistorySpec } from '../charts/chart-data.ts';
import { formatCount } from '../../words/format.ts';
import { endNames, nameRoom } from './end-names.ts';
import { colourOf, lineChart } from './line-chart.ts';
import type { ChartLine } from './line-chart.ts';
import type { Theme } from './theme.ts';
import { valueAxis } from './time-axis.ts';

/** More runs than this have no room for a dot each. */
const MOST_DOTS = 60;
const LINE_PX = 13;

export function historyChart(spec: HistorySpec, data: ChartData, theme: Theme): ChartConfiguration<'line'> {
  const lines: readonly ChartLine[] = spec.lines.map(({ subject, points }) => ({
    subject,
    name: data.subjects[subject] ?? '',
    points: points.map(({ at, value }) => ({ x: at + 1, y: value })),
    dots: points.length <= MOST_DOTS,
  }));
  const x = {
    title: 'run, oldest first',
    min: 1,
    max: Math.max(2, spec.runs.length),
    logarithmic: false,
    text: (value: number) => (Number.isInteger(value) ? formatCount(value) : ''),
    spoken: (value: number) => runName(spec, value - 1),
  };
  const values = lines.flatMap(({ points }) => points.map((point) => point.y));
  const y = valueAxis(`${spec.metric} \u00b7 ${spec.direction}`, spec.unit, values, 'by span');
  const marks = [endNames(lines, theme), changeMarks(spec, theme)];
  return lineChart({ lines, x, y, room: nameRoom(lines), marks }, theme);
}

function runName({ runs }: HistorySpec, at: number): string {
  const { id = '', commit = null } = runs[at] ?? {};
  return commit === null ? id : `${id}, ${commit.slice(0, 12)}`;
}

/** The numbers are those of the list beneath the chart. Each stands on the first run of its new level. */
function changeMarks({ lines }: HistorySpec, theme: Theme): Plugin<'line'> {
  return {
    id: 'changeMarks',
    afterDatasetsDraw({ ctx, chartArea: { left, right, top, bottom }, scales: { x } }) {
      ctx.save();
      ctx.font = `bold 11px ${theme.font}`;
      ctx.textBaseline = 'top';
      const written = new Map<number, number>();
      for (const { subject, changes } of lines)
        for (const { at, number } of changes) {
          const place = x?.getPixelForValue(at + 0.5) ?? -1;
          if (place < left || place > right) continue;
          const above = written.get(at) ?? 0;
          written.set(at, above + 1);
          ctx.strokeStyle = ctx.fillStyle = colourOf(subject, theme);
          ctx.beginPath();
          ctx.moveTo(place, top);
          ctx.lineTo(place, bottom);
          ctx.stroke();
          ctx.fillText(String(number), place + 3, top + 2 + above * LINE_PX);
        }
      ctx.restore();
    },
  };
}
