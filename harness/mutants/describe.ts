// The scores as text: which rule caught what, per language. Pure.
import type { CheckerOutcome } from './checker/run.ts';
import type { MutantOutcome, ScoreRow, Score, Share } from './score.ts';

export interface MutantScores extends Score {
  readonly wallMs: number;
  readonly runtimes: readonly { readonly id: string; readonly version: string }[];
  readonly checker: readonly CheckerOutcome[];
}

export function describeScore(scores: MutantScores): string {
  const { rows, checker, wrong, caught, falseAlarms, byLanguage, runtimes, wallMs } = scores;
  const found = checker.filter((one) => one.caught).length;
  return [
    ...rows.map(rowText),
    ...checker.map(checkerText),
    '',
    ...wrong.map(wrongText),
    ...Object.entries(byLanguage).map(
      ([language, part]) =>
        `${language}: ${shareText(part.caught)} caught, ${shareText(part.falseAlarms)} falsely flagged`,
    ),
    `${runtimes.map(({ id, version }) => `${id} ${version}`).join(', ')}; ${(wallMs / 1000).toFixed(0)} s`,
    `mutants: ${percent(caught)} caught; legal runners: ${percent(falseAlarms)} flagged; checkers: ${found} of ${checker.length} found out`,
  ].join('\n');
}

function rowText({ mutant, language, right, by, text, role }: ScoreRow): string {
  const said = by.length > 0 ? by.slice(0, 6).join(', ') : role === 'control' ? 'passed' : 'nothing';
  return `${mutant.padEnd(5)} ${language.padEnd(10)} ${shareText(right).padStart(9)}  ${text}: ${said}`;
}

function checkerText({ id, caught, text, by }: CheckerOutcome): string {
  return `${id.padEnd(5)} ${'checker'.padEnd(10)} ${(caught ? 'found out' : 'MISSED').padStart(9)}  ${text}: ${by}`;
}

/** Told once more at the end: of a long log the end is what is kept. */
function wrongText({ mutant, role, scenario, rounds, subject, seed, objection }: MutantOutcome): string {
  return `${role === 'mutant' ? 'NOT CAUGHT' : 'FLAGGED'} ${mutant} ${scenario} ${rounds} ${subject} seed ${seed}: ${objection}`;
}

const shareText = ({ count, of }: Share): string => `${count}/${of}`;

function percent({ count, of }: Share): string {
  return of === 0 ? 'none' : `${((100 * count) / of).toFixed(count === of || count === 0 ? 0 : 1)} %`;
}
