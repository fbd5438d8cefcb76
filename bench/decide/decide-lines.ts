// What runs of two builds decide, for a person: a line a kind of run, the ratios, and what must hold.
import { barLines } from '../whole/bar.ts';
import { spreadText } from '../whole/spread.ts';
import type { Arm } from './decide-arms.ts';
import type { DecideArm, DecideRatio, DecideSummary } from './decide-rows.ts';

const TITLES: Readonly<Record<Arm, string>> = {
  base: 'the other revision, default',
  equal: 'this build, as long',
  default: 'this build, default',
  short: 'this build, 30 s',
};
const ARM_HEADS = ['', 'runs', 'seconds', 'primary rows', 'decided', 'faster', 'slower', 'same', 'unclear'];
const MORE_HEADS = ['not comparable', 'others decided', 'half-width (ln)'];
const RATIO_HEADS = [
  'over the other revision',
  'rows of both',
  'unclear',
  'undecided',
  'half-width',
  'decides more',
];

export function decideLines({ arms, ratios, bars }: DecideSummary): string[] {
  return [
    'Runs of two builds in turn, medians (least..largest):',
    ...tableLines([[...ARM_HEADS, ...MORE_HEADS], ...arms.map(armCells)]),
    '',
    ...tableLines([RATIO_HEADS, ...ratios.map(ratioCells)]),
    '',
    ...barLines(bars),
  ];
}

function armCells({
  arm,
  runs,
  seconds,
  rows,
  decided,
  verdicts,
  othersDecided,
  width,
}: DecideArm): string[] {
  const { faster, slower, same, unclear } = verdicts;
  return [
    TITLES[arm],
    String(runs),
    spreadText(seconds, 1),
    ...[rows, decided, faster, slower, same, unclear, verdicts['not-comparable'], othersDecided].map(
      (spread) => spreadText(spread),
    ),
    spreadText(width, 4),
  ];
}

function ratioCells({ arm, rows, unclear, undecided, width, decidesMore, rounds }: DecideRatio): string[] {
  const ratios = [unclear, undecided, width].map((spread) => spreadText(spread, 2));
  return [TITLES[arm], spreadText(rows), ...ratios, `${decidesMore} of ${rounds}`];
}

function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
}
