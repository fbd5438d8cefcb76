// Repeated runs for a person: a table in the terminal, and the same as Markdown for the documentation.
import { LENGTHS_OF_PATHS } from './repeat-plan.ts';
import type { RepeatRow, RepeatSummary } from './repeat-rows.ts';

const HEADS = ['row', 'middle', 'least to most', 'covering', 'z', ''] as const;
const WIDTHS = [66, 10, 22, 10, 7];

export function repeatLines(summary: RepeatSummary): string[] {
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join('')}`.trimEnd();
  return [
    `${summary.runs} runs of one build, each in a folder and an environment of its own:`,
    line(HEADS),
    ...summary.rows.map((row) => line(cellsOf(row))),
    ...closingOf(summary),
  ];
}

export function repeatMarkdown(summary: RepeatSummary, command: string): string {
  const [least, most] = LENGTHS_OF_PATHS;
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `<!-- Written by \`${command}\`. -->`,
    '# One build, many runs',
    '',
    `${summary.runs} default runs of one build on one machine, one after the other. Each had a fresh copy of the package in a folder whose path has ${least} to ${most}`,
    'characters, and an environment of another size. `middle` is the median of their estimates; `covering` counts the runs whose interval holds it; `z` is the root',
    'mean square distance of the estimates from the middle in the standard errors that the intervals claim, about 1 where runs differ as much as they say.',
    '',
    row(HEADS.slice(0, 5)),
    row(HEADS.slice(0, 5).map(() => '---')),
    ...summary.rows.map((one) => row(cellsOf(one).slice(0, 5))),
    '',
    ...closingOf(summary).map((text) => `${text}  `),
    '',
    '![Each row as a line: its estimates as dots, each with its interval](repeat.svg)',
    '',
  ].join('\n');
}

function cellsOf(row: RepeatRow): string[] {
  const { scenario, set, subject, metric, seen, covering, common, contradicts, z } = row;
  const estimates = seen.map(({ estimate }) => estimate);
  const notes = [common ? '' : 'no common point', contradicts ? 'faster and slower' : ''];
  return [
    `${scenario} ${set} ${subject} ${metric}`,
    shown(row.middle, row),
    `${shown(Math.min(...estimates), row)} to ${shown(Math.max(...estimates), row)}`,
    `${covering} of ${seen.length}`,
    z.toFixed(1),
    notes.filter((note) => note !== '').join(', '),
  ];
}

function shown(value: number, { scale }: RepeatRow): string {
  return scale === 'ratio' ? `${value.toPrecision(3)}x` : `${(value / 1000).toFixed(0)} us`;
}

function closingOf({ rows, coverage }: RepeatSummary): string[] {
  const without = rows.filter(({ common }) => !common).length;
  const contrary = rows.filter(({ contradicts }) => contradicts).length;
  return [
    `${(100 * coverage).toFixed(1)} % of the intervals hold the middle of their row.`,
    `${rows.length - without} of ${rows.length} rows have a point that all their intervals share; ${contrary} rows are called faster by one run and slower by another.`,
  ];
}
