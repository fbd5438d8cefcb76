// The judgement of a runner in the terminal: what it does not keep, with the evidence, then what was not asked, then the sentence.
import { assertNever } from '../../contract/failure.ts';
import type { Breach, ClauseStatus, Conformance, JudgedClause } from '../../contract/conformance.ts';
import type { Terminal } from './terminal.ts';
import type { Shade } from './colour.ts';
import { wrapped } from './wrap.ts';

/** `verbose`: also the clauses that hold, and all evidence. */
export function conformanceLines(conformance: Conformance, verbose: boolean, terminal: Terminal): string[] {
  const { clauses, cells, unknownScenarios } = conformance;
  const shown = clauses.filter(({ status }) => verbose || status !== 'passed');
  return [
    ...shown.flatMap((clause) => clauseLines(clause, verbose, terminal)),
    ...(shown.length === 0 ? [] : ['']),
    ...(cells.length === 0 ? [] : wrapped(cellSentence(conformance), terminal.columns)),
    ...(unknownScenarios.length === 0
      ? []
      : wrapped(
          `Not asked, as evenloop does not have them: ${unknownScenarios.join(', ')}.`,
          terminal.columns,
        )),
    ...wrapped(verdictSentence(conformance), terminal.columns),
  ];
}

function clauseLines(clause: JudgedClause, verbose: boolean, { columns, paintOut }: Terminal): string[] {
  const { id, text, section, status, reason, breaches, breachCount } = clause;
  const [glyph, shade] = MARKS[status];
  const [first = '', ...others] = wrapped(`${id} ${text}`, columns - 2);
  const shown = breaches.slice(0, verbose ? breaches.length : 1);
  const more = breachCount - shown.length;
  return [
    `${paintOut(shade, glyph)} ${first}`,
    ...others.map((line) => `  ${line}`),
    ...(reason === null ? [] : wrapped(`${wordsOf(status)}: ${reason}`, columns, '    ')),
    ...shown.flatMap((breach) => breachLines(breach, verbose, columns)),
    ...(more > 0 ? [`    … and ${more} more (--verbose, --json)`] : []),
    ...(status === 'failed' ? [paintOut('dim', `    docs/writing-a-runner.md, "${section}"`)] : []),
  ];
}

const MARKS: Readonly<Record<ClauseStatus, readonly [string, Shade]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  'not-applicable': ['–', 'dim'],
  'not-judged': ['?', 'yellow'],
};

function wordsOf(status: ClauseStatus): string {
  switch (status) {
    case 'not-applicable':
      return 'not applicable';
    case 'not-judged':
      return 'not judged';
    case 'passed':
    case 'failed':
      return status;
    default:
      return assertNever(status);
  }
}

/** Messages and logs stand on one line each, however long: they are to be copied. */
const SHOWN_EVIDENCE = 4;

function breachLines(breach: Breach, verbose: boolean, columns: number): string[] {
  const { what, request, answer, expected, blame, evidence } = breach;
  const part = (name: string, text: string | null): string[] =>
    text === null ? [] : [`      ${name.padEnd(9)}${text}`];
  const lines = verbose ? evidence : evidence.slice(0, SHOWN_EVIDENCE);
  return [
    ...wrapped(what, columns, '    '),
    ...part('request', request),
    ...part('answer', answer),
    ...part('expected', expected),
    ...part('to blame', blame === 'runner' ? 'the runner' : `the ${blame}`),
    ...lines.map((line) => `      | ${line}`),
  ];
}

function cellSentence({ cells }: Conformance): string {
  const keep = cells.filter(({ verdict }) => verdict === 'equivalent').length;
  const known = cells.filter(({ verdict }) => verdict === 'known-divergence').length;
  const listed = known === 0 ? '' : `, ${known} diverge as listed in known-divergences.json`;
  return `${cells.length} cells that \`ready\` names: ${keep} equivalent${listed}.`;
}

function verdictSentence({ runner, clauses, conforms }: Conformance): string {
  const of = (status: ClauseStatus): number => clauses.filter((clause) => clause.status === status).length;
  const others = [
    `${of('failed')} failed`,
    `${of('not-applicable')} not applicable`,
    `${of('not-judged')} not judged`,
  ];
  const counts = `${of('passed')} of ${clauses.length} clauses passed, ${others.join(', ')}.`;
  return `${runner.title} (${runner.id}) ${conforms ? 'conforms' : 'does not conform'}: ${counts}`;
}
