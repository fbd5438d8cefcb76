// Runs of equal programs for a person: what was called, out of how much, and what must hold.
import type { Proportion } from '../../harness/stats/proportion.ts';
import { barLines } from '../whole/bar.ts';
import { spreadText } from '../whole/spread.ts';
import type {
  CalledRow,
  HonestRun,
  HonestSummary,
  Injected,
  HonestCounts,
  SlowedSummary,
} from './honest-rows.ts';

export function honestLines(summary: HonestSummary): string[] {
  const { rows, injected, primary, others, all, runs, slowed, bars } = summary;
  return [
    `${rows.length} runs in which all subjects are copies of one${injected === null ? '' : `, ${slowedText(injected)}`}:`,
    `  primary rows called   ${shareText(primary)}  ${restText(rows, (run) => run.primary)}`,
    `  other rows called     ${shareText(others)}  ${restText(rows, (run) => run.others)}`,
    `  all rows called       ${shareText(all)}`,
    `  runs that call one    ${shareText(runs)}`,
    ...rows.flatMap(({ called }, run) => called.map((row) => calledText(run, row))),
    ...(slowed === null ? [] : slowedLines(slowed)),
    '  (95 % intervals by Clopper and Pearson; rows of one run share its reference, so those of rows are a little narrow)',
    ...barLines(bars),
  ];
}

function slowedText({ subject, percent }: NonNullable<Injected>): string {
  return `and ${subject} does ${percent} % more operations in each slice`;
}

function shareText({ hits, trials, share, low, high }: Proportion): string {
  if (share === null) return '0 of 0';
  return `${hits} of ${trials} = ${percent(share)} (${percent(low)} to ${percent(high)})`;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function restText(runs: readonly HonestRun[], of: (run: HonestRun) => HonestCounts): string {
  const sum = (key: keyof HonestCounts): number => runs.reduce((all, run) => all + of(run)[key], 0);
  return `${sum('same')} same, ${sum('unclear')} unclear; ${sum('without')} without an interval`;
}

function calledText(run: number, row: CalledRow): string {
  const { scenario, set, subject, metric, primary, verdict, estimate, low, high, pairs } = row;
  const [value, from, to] = [estimate, low, high].map((one) => one?.toPrecision(4) ?? '-');
  const kind = primary ? 'primary' : 'other';
  return `  run ${run + 1}: ${scenario} ${set} ${subject} ${metric} (${kind}) ${verdict}: ${value} (${from} to ${to}), ${pairs} pairs`;
}

function slowedLines({ slower, faster, same, estimates, cells }: SlowedSummary): string[] {
  return [
    `  slowed rows called slower  ${shareText(slower)}; ${faster} faster, ${same} same`,
    `  measured                   ${spreadText(estimates, 3)}`,
    ...cells.map(({ cell, slower: found, rows }) => `    ${cell}: ${found} of ${rows}`),
  ];
}
