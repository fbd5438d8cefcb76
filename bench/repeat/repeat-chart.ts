// Repeated runs as a picture: each row a line, each run a dot with its interval, on a scale of ratios. Text of an SVG file.
import type { RepeatRow, RepeatSummary } from './repeat-rows.ts';

const LABEL_PX = 400;
const PLOT_PX = 620;
const ROW_PX = 34;
const TOP_PX = 30;
/** Ratios beyond are drawn at the edge. */
const [LEAST, MOST] = [0.1, 16];

export function repeatChart({ rows, runs }: RepeatSummary): string {
  const shown = rows.filter(({ scale }) => scale === 'ratio');
  const height = TOP_PX + shown.length * ROW_PX + 10;
  const ticks = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LABEL_PX + PLOT_PX + 20}" height="${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${runs} runs of one build: estimates and intervals of each row</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...ticks.map(
      (tick) =>
        `<path d="M${at(tick)} ${TOP_PX - 6}V${height - 10}" stroke="${tick === 1 ? '#555' : '#ddd'}"/><text x="${at(tick)}" y="16" text-anchor="middle" fill="#333">${tick}×</text>`,
    ),
    ...shown.map((row, i) => rowOf(row, TOP_PX + i * ROW_PX)),
    '</svg>',
    '',
  ].join('\n');
}

function rowOf({ scenario, set, subject, metric, seen }: RepeatRow, top: number): string {
  const step = (ROW_PX - 8) / seen.length;
  const marks = seen.map(({ estimate, low, high }, i) => {
    const y = round(top + 4 + i * step);
    return `<path d="M${at(low)} ${y}H${at(high)}" stroke="#8ab" stroke-width="${round(step * 0.6)}"/><circle cx="${at(estimate)}" cy="${y}" r="1.6" fill="#036"/>`;
  });
  return `<text x="${LABEL_PX - 10}" y="${top + ROW_PX / 2 + 2}" text-anchor="end" fill="#222">${scenario} ${set} ${subject} ${metric}</text>${marks.join('')}`;
}

function at(ratio: number): number {
  const inside = Math.min(MOST, Math.max(LEAST, ratio));
  return round(LABEL_PX + (PLOT_PX * Math.log(inside / LEAST)) / Math.log(MOST / LEAST));
}

const round = (value: number): number => Math.round(value * 10) / 10;
