// A run as programs that watch tests know it: one case a cell, one a primary change, and none that is green only because nothing ran.
import { assertNever } from '../../harness/contract/failure.ts';
import type { Cell, Change, RunResult } from '../../harness/contract/result.ts';
import type { EventView, Finding } from '../../harness/contract/verdict.ts';
import { cellTimes } from './cell-times.ts';

export interface TestCase {
  /** What is asked for: the meaning, the speed, or whether there was anything at all. Never depends on the answer: it is part of the name. */
  readonly suite: 'conformance' | 'regression' | 'coverage';
  readonly scenario: string;
  readonly name: string;
  /** `error`: it could not be found out. */
  readonly status: 'passed' | 'failed' | 'error' | 'skipped';
  /** What is missing where it did not pass; `coverage` where nothing could be said. */
  readonly type: 'conformance' | 'regression' | 'coverage';
  /** The verdict in evenloop's own words. */
  readonly verdict: string;
  /** Why it did not pass, in a sentence; empty where it did. */
  readonly message: string;
  /** What shows it, line by line. */
  readonly evidence: readonly string[];
  /** Its share of the time of its block: the cases of a run add up to what its blocks took. */
  readonly durationMs: number;
  /** Null where the case is not about a cell. */
  readonly cell: Cell | null;
}

export function testCasesOf(result: RunResult): readonly TestCase[] {
  const times = cellTimes(result);
  const cases = [
    ...result.cells.map((cell) => ofCell(cell, times.get(cell) ?? 0)),
    ...result.changes.filter(({ primary }) => primary).map(ofChange),
  ];
  const told = cases.some(({ status }) => status === 'failed' || status === 'error');
  return result.exit.code === 0 || told ? cases : [...cases, ofRun(result)];
}

type Outcome = Pick<TestCase, 'type' | 'status'>;

function ofCell(cell: Cell, durationMs: number): TestCase {
  const { scenario, set, subject, side, verdict, reason, findings, failures } = cell;
  return {
    ...outcomeOf(cell),
    suite: 'conformance',
    scenario,
    name: `${subject} ${set}${SIDES[side]} check`,
    verdict,
    message: reason,
    evidence: [...findings.flatMap(findingLines), ...failures.flatMap(failureLines)],
    durationMs,
    cell,
  };
}

/** Each side is a case of its own: one name must never be red and green at once. */
const SIDES: Readonly<Record<Cell['side'], string>> = { head: '', base: ' base', control: ' A/A control' };

function outcomeOf({ verdict }: Cell): Outcome {
  switch (verdict) {
    case 'equivalent':
      return { type: 'conformance', status: 'passed' };
    case 'divergent':
    case 'stale-divergence':
      return { type: 'conformance', status: 'failed' };
    // As other frameworks report an expected failure.
    case 'known-divergence':
    case 'unsupported':
      return { type: 'conformance', status: 'skipped' };
    case 'inconclusive':
    case 'failed':
      return { type: 'coverage', status: 'error' };
    default:
      return assertNever(verdict);
  }
}

function ofChange({ scenario, set, subject, metric, verdict, reason }: Change): TestCase {
  const status = verdict === 'regression' ? 'failed' : DECIDED.has(verdict) ? 'passed' : 'skipped';
  return {
    suite: 'regression',
    type: 'regression',
    scenario,
    name: `${subject} ${set} ${metric}`,
    status,
    verdict,
    message: status === 'passed' ? '' : `${verdict}: ${reason}`,
    evidence: [],
    durationMs: 0,
    cell: null,
  };
}

const DECIDED: ReadonlySet<Change['verdict']> = new Set(['improvement', 'unchanged']);

/** A failure that no cell shows: no interpreter, nothing run, an interruption. */
function ofRun({ exit, run }: RunResult): TestCase {
  return {
    suite: 'coverage',
    type: 'coverage',
    scenario: 'run',
    name: 'everything requested was determined',
    status: 'error',
    verdict: `exit code ${exit.code}`,
    message: exit.reasons[0]?.cause ?? `the run ended with code ${exit.code}`,
    evidence: exit.reasons.flatMap(({ code, cause, next }) => [`${code} ${cause}`, `next: ${next}`]),
    durationMs: run.wallMs,
    cell: null,
  };
}

function failureLines({ code, cause, next, evidence }: Cell['failures'][number]): string[] {
  return [`${code} ${cause}`, ...evidence, `next: ${next}`];
}

function findingLines(finding: Finding): string[] {
  const { rule, class: found, key, index, round, invocation, text, reproduce, bundle } = finding;
  const where = [
    ...(key === null ? [] : [`key ${key}`]),
    ...(index === null ? [] : [`index ${index}`]),
    `round ${round}`,
    invocation,
  ];
  return [
    `${rule} ${found}: ${text} (${where.join(', ')})`,
    ...finding.expected.map((event) => `  expected ${eventText(event)}`),
    ...finding.observed.map((event) => `  observed ${eventText(event)}`),
    ...(bundle === undefined ? [] : [`  bundle ${bundle}`]),
    ...(reproduce === undefined ? [] : [`  again: ${reproduce}`]),
  ];
}

function eventText({ index, kind, key, id, digest, timeNs }: EventView): string {
  return `#${index} ${kind} key ${key} id ${id} ${digest}${timeNs === null ? '' : ` at ${timeNs} ns`}`;
}
