// The answer in a sentence, the same on page, site and terminal: what was run, and whether it means the same.
import type { ConformanceVerdict } from '../../harness/contract/verdict.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { formatCount, formatWait } from './format.ts';
import type { ReportView } from './view.ts';

/** `9 scenarios × 2 of 3 subjects: 20 of 22 cells are equivalent, 1 differs in meaning, 1 failed, go could not be used.` */
export function meaningSentence({ result, subjects, blocks }: ReportView): string {
  const cells = blocks.flatMap((block) => block.cells);
  const scenarios = new Set(cells.map((cell) => cell.scenario)).size;
  if (cells.length === 0) return 'Nothing was measured.';
  const count = (verdict: ConformanceVerdict): number =>
    cells.filter((cell) => cell.verdict === verdict).length;
  const rest = ODDITIES.flatMap(([verdict, one, many]) => {
    const found = count(verdict);
    return found === 0 ? [] : [`${found} ${found === 1 ? one : many}`];
  });
  const equal = count('equivalent');
  const all =
    equal === cells.length
      ? cells.length === 1
        ? 'the cell is'
        : `all ${equal} cells are`
      : `${equal} of ${cells.length} cells are`;
  const present = subjects.filter((subject) => cells.some((cell) => cell.subject === subject)).length;
  const { absent = [] } = result.run;
  const asked = absent.length === 0 ? '' : `${formatCount(present)} of `;
  const scope = `${counted(scenarios, 'scenario')} \u00d7 ${asked}${counted(present + absent.length, 'subject')}`;
  const tail = result.comparisons.length > 0 && rest.length === 0 ? ' and compared' : '';
  const missing = absent.length === 0 ? [] : [`${absent.join(', ')} could not be used`];
  return `${scope}: ${[`${all} equivalent${tail}`, ...rest, ...missing].join(', ')}.`;
}

const ODDITIES: readonly (readonly [ConformanceVerdict, string, string])[] = [
  ['divergent', 'differs in meaning', 'differ in meaning'],
  ['stale-divergence', 'lost a known divergence', 'lost a known divergence'],
  ['failed', 'failed', 'failed'],
  ['inconclusive', 'proves nothing', 'prove nothing'],
  ['known-divergence', 'differs as known', 'differ as known'],
  ['unsupported', 'is not supported', 'are not supported'],
];

/** `90 s, up to 9 repetitions`: what a run was given, and what became of it. */
export function amountText({ budgetMs, repetitions }: RunResult['run']): string {
  const done = counted(repetitions, 'repetition');
  return budgetMs === undefined ? done : `${formatWait(budgetMs)}, up to ${done}`;
}

export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
