// The judgement of a runner as lines of text: what it does not keep, with the evidence, then what was not asked, then the sentence. Pure.
import { CLAUSES_PAGE } from './clauses.ts';
import type { ClauseBreach, ClauseStatus, Conformance, JudgedClause } from '../contract/conformance.ts';

/** One paragraph, however wide the place is where it is shown. */
export interface ReportLine {
  readonly text: string;
  /** Blanks before each of its lines. */
  readonly indent: number;
  /** Of a clause: how it was judged; null: of no clause. */
  readonly status: ClauseStatus | null;
  /** Messages and logs stand on one line each, however long: they are to be copied. */
  readonly whole: boolean;
}

const prose = (text: string, indent = 0): ReportLine => ({ text, indent, status: null, whole: false });
const quoted = (text: string): ReportLine => ({ text, indent: 6, status: null, whole: true });

/** `verbose`: also the clauses that hold, and all evidence. */
export function reportLines(conformance: Conformance, verbose: boolean): ReportLine[] {
  const { clauses, cells, unknownScenarios } = conformance;
  const shown = clauses.filter(({ status }) => verbose || status !== 'passed');
  const unknown = `Not asked, as evenloop does not have them: ${unknownScenarios.join(', ')}.`;
  return [
    ...shown.flatMap((clause) => clauseLines(clause, verbose)),
    ...(shown.length === 0 ? [] : [prose('')]),
    ...(cells.length === 0 ? [] : [prose(cellSentence(conformance))]),
    ...(unknownScenarios.length === 0 ? [] : [prose(unknown)]),
    prose(verdictSentence(conformance)),
  ];
}

function clauseLines({ breaches, breachCount, ...clause }: JudgedClause, verbose: boolean): ReportLine[] {
  const { id, text, section, status, reason } = clause;
  const shown = breaches.slice(0, verbose ? breaches.length : 1);
  const more = breachCount - shown.length;
  return [
    { text: `${id} ${text}`, indent: 2, status, whole: false },
    ...(reason === null ? [] : [prose(`${status.replace('-', ' ')}: ${reason}`, 4)]),
    ...shown.flatMap((breach) => breachLines(breach, verbose)),
    ...(more > 0 ? [prose(`… and ${more} more (--verbose, --json)`, 4)] : []),
    ...(status === 'failed' ? [prose(`${CLAUSES_PAGE}, "${section}"; evenloop explain ${id}`, 4)] : []),
  ];
}

const SHOWN_EVIDENCE = 4;

function breachLines(breach: ClauseBreach, verbose: boolean): ReportLine[] {
  const { what, request, answer, expected, blame, evidence } = breach;
  const parts = [
    ['request', request],
    ['answer', answer],
    ['expected', expected],
    ['to blame', `the ${blame}`],
  ] as const;
  const lines = verbose ? evidence : evidence.slice(0, SHOWN_EVIDENCE);
  return [
    prose(what, 4),
    ...parts.flatMap(([name, text]) => (text === null ? [] : [quoted(`${name.padEnd(9)}${text}`)])),
    ...lines.map((line) => quoted(`| ${line}`)),
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
