// What went wrong in a run, cell by cell, beneath the table: findings with their rule, failures with their next step.
import { CONFORMANCE_WORDS } from '../../reports/words/verdict-words.ts';
import type { Cell, RunResult, SmallestCounterexample } from '../contract/result.ts';
import type { Paint } from './colour.ts';
import { painted } from './verdict-table.ts';

/** More are in the report; a terminal full of the same trouble hides the first one. */
const MOST_CELLS = 12;
const MOST_FINDINGS = 3;
/** Of the evidence of a failure: what a runtime says first and what it says last both tell why it died. */
const FIRST_EVIDENCE = 6;
const LAST_EVIDENCE = 6;

export function troubleLines({ cells }: RunResult, paint: Paint): string[] {
  const bad = cells.filter(isTrouble);
  const lines = bad.slice(0, MOST_CELLS).flatMap((cell) => linesOf(cell, paint));
  const more = bad.length - MOST_CELLS;
  return more > 0 ? [...lines, `… and ${more} more cells: see the report.`] : lines;
}

function isTrouble({ verdict }: Cell): boolean {
  return verdict !== 'equivalent' && verdict !== 'unsupported';
}

/** The A/A control is the reference a second time: its numbers are no result, but its failures are shown. */
const SIDES: Readonly<Record<Cell['side'], string>> = {
  head: '',
  base: ' (base)',
  control: ' (A/A control)',
};

function linesOf(cell: Cell, paint: Paint): string[] {
  const word = painted(CONFORMANCE_WORDS[cell.verdict]);
  const side = SIDES[cell.side];
  return [
    `${paint(word.shade, word.text)}  ${cell.scenario} ${cell.set} ${cell.subject}${side}: ${cell.reason}`,
    ...cell.findings
      .slice(0, MOST_FINDINGS)
      .map(({ rule, text, round, invocation }) => `  | ${rule}: ${text} (${invocation}, round ${round})`),
    ...againLines(cell),
    ...cell.failures.slice(0, 1).flatMap((failure) => failureLines(failure, paint)),
  ];
}

/** How to see it again, and how little it takes, unless the list explains it. Bundles are named where their folder is known, see `closing.ts`. */
function againLines({ verdict, findings, smallest }: Cell): string[] {
  if (verdict !== 'divergent') return [];
  const reproduce = findings.find((finding) => finding.reproduce !== undefined)?.reproduce;
  return [
    ...(reproduce === undefined ? [] : [`  again: ${reproduce}`]),
    ...(smallest === undefined ? [] : [`  smallest: ${smallestSentence(smallest)}`]),
  ];
}

export function smallestSentence({
  rule,
  params,
  attempts,
  complete,
  finding,
}: SmallestCounterexample): string {
  const sizes = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  const effort = `${attempts} invocations${complete ? '' : ', stopped by its time limit'}`;
  return `${rule} with ${sizes.join(', ')}: ${finding.text} (${effort})`;
}

function failureLines({ code, cause, next, evidence }: Cell['failures'][number], paint: Paint): string[] {
  const shown = endsOf(evidence).map((line) => paint('dim', `  | ${line}`));
  return [`  ${code} ${cause}`, ...shown, `  next: ${next}`];
}

function endsOf(lines: readonly string[]): readonly string[] {
  const between = lines.length - FIRST_EVIDENCE - LAST_EVIDENCE;
  if (between <= 1) return lines;
  return [
    ...lines.slice(0, FIRST_EVIDENCE),
    `… ${between} lines, in the report`,
    ...lines.slice(-LAST_EVIDENCE),
  ];
}
