// The name of each line at its end, moved apart where ends lie close together.
import type { Plugin } from 'chart.js';
import { colourOf } from './line-chart.ts';
import type { ChartLine } from './line-chart.ts';
import type { Theme } from './theme.ts';

/** Narrower than this, names at the ends of lines would leave no room for the lines. */
const NAMED_FROM = 420;
const NAME_HEIGHT = 14;

export function endNames(lines: readonly ChartLine[], theme: Theme): Plugin<'line'> {
  const names = shortNames(lines);
  return {
    id: 'endNames',
    afterDatasetsDraw(chart) {
      if (chart.width < NAMED_FROM) return;
      const { left, right } = chart.chartArea;
      const ends = lines
        .flatMap(({ subject }, index) => {
          if (!chart.isDatasetVisible(index)) return [];
          const last = chart.getDatasetMeta(index).data.findLast(({ x }) => x >= left - 1 && x <= right + 1);
          if (last === undefined) return [];
          const { x, y } = last;
          return [{ name: names[index] ?? '', x, y, colour: colourOf(subject, theme) }];
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

/** Pixels to keep free at the right of a chart of this width. */
export function nameRoom(lines: readonly ChartLine[]): (width: number) => number {
  const longest = Math.max(0, ...shortNames(lines).map((name) => name.length));
  return (width) => (width < NAMED_FROM ? 8 : 14 + 6.6 * longest);
}

/** Rows for names that want to stand at these ascending heights: none closer than a line, none below the bottom. */
function apart(wanted: readonly number[], bottom: number): number[] {
  const rows: number[] = [];
  for (const y of wanted) rows.push(Math.max(y, (rows.at(-1) ?? -Infinity) + NAME_HEIGHT));
  const over = Math.max(0, (rows.at(-1) ?? 0) - bottom);
  return rows.map((row) => row - over);
}

/** Longer names than this would leave no room for the lines; the legend has them whole. */
const LONGEST = 20;

/** The style alone where all lines are of one runtime. */
function shortNames(lines: readonly ChartLine[]): readonly string[] {
  const names = lines.map(({ name }) => name);
  const runtime = names[0]?.slice(0, names[0].indexOf('/') + 1) ?? '';
  const alike = names.length > 1 && names.every((name) => name.startsWith(runtime));
  return names
    .map((name) => (alike ? name.slice(runtime.length) : name))
    .map((name) => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}\u2026` : name));
}
