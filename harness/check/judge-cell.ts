// The conformance verdict of a cell, from the judgements of its invocations and the scenario's known divergences.
import type { Failure, Result } from '../contract/failure.ts';
import { failure } from '../contract/failure.ts';
import type { InvocationRecord, Outcome } from '../contract/invocation.ts';
import type { Cell } from '../contract/result.ts';
import type { ConformanceVerdict, Finding, Judgement, KnownDivergence } from '../contract/verdict.ts';
import type { RunBy } from './known-divergences.ts';
import { applicable, explanationOf, staleEntries } from './known-divergences.ts';

/** `judgements[i]` is about `records[i]`, as `judgeInvocation` returned it. */
export interface CellInput extends RunBy {
  readonly records: readonly InvocationRecord[];
  readonly judgements: readonly Result<Judgement>[];
  readonly known: readonly KnownDivergence[];
}

/** The fields of a `Cell` that are about meaning. `proof` is there exactly when the verdict is `equivalent`. */
export type CellJudgement = Pick<
  Cell,
  'verdict' | 'reason' | 'findings' | 'findingCount' | 'failures' | 'rules' | 'proof'
> & { readonly proved: number; readonly failed: number };

const KEPT_FINDINGS = 5;

export function judgeCell(input: CellInput): CellJudgement {
  const { records } = input;
  const judgements = input.judgements.flatMap((result) => (result.ok ? [result.value] : []));
  const broken = input.judgements.flatMap((result) => (result.ok ? [] : [result.failure]));
  const failures = [...records.flatMap(({ outcome }) => failureOf(outcome)), ...broken];
  const findings = judgements.flatMap((judgement) => judgement.findings);
  const facts: Facts = {
    entries: applicable(input.known, input),
    outcomes: records.map(({ outcome }) => outcome),
    failures,
    findings,
    meaning: findings.filter((finding) => finding.class !== 'empty'),
    proved: judgements.flatMap(({ proof }) => (proof === null ? [] : [proof])),
  };
  const { verdict, reason } = verdictOf(facts);
  const hollow = emptyFailures(findings);
  return {
    verdict,
    reason,
    findings: findings.slice(0, KEPT_FINDINGS),
    findingCount: judgements.reduce((sum, { findingCount }) => sum + findingCount, 0),
    failures: [...failures, ...hollow].map(viewOfFailure),
    rules: ruleCounts(judgements),
    proof: verdict === 'equivalent' ? proofView(facts) : null,
    proved: facts.proved.length,
    failed: failures.length,
  };
}

interface Facts {
  readonly entries: readonly KnownDivergence[];
  readonly outcomes: readonly Outcome[];
  readonly failures: readonly Failure[];
  readonly findings: readonly Finding[];
  /** Findings about meaning: all but those that say that there was nothing to judge. */
  readonly meaning: readonly Finding[];
  readonly proved: readonly { readonly rounds: number; readonly events: number; readonly keys: number }[];
}

interface Verdict {
  readonly verdict: ConformanceVerdict;
  readonly reason: string;
}

function verdictOf(facts: Facts): Verdict {
  const { entries, failures, meaning, proved } = facts;
  const first = failures[0];
  if (first !== undefined && proved.length === 0)
    return { verdict: 'failed', reason: `${first.code} ${first.cause}` };
  const unexplained = meaning.find((finding) => explanationOf(entries, finding) === undefined);
  if (unexplained !== undefined) return { verdict: 'divergent', reason: sentence(unexplained) };
  const known = meaning[0] && explanationOf(entries, meaning[0]);
  // Stale only where something was judged: a cell that did not run says nothing about the list.
  const stale = proved.length + meaning.length > 0 ? staleEntries(entries, meaning)[0] : undefined;
  if (stale !== undefined)
    return {
      verdict: 'stale-divergence',
      reason: `the known divergence ${stale.id} must break rule ${stale.rule} and did not`,
    };
  if (known !== undefined) return { verdict: 'known-divergence', reason: `${known.id}: ${known.reason}` };
  if (proved.length > 0) return partlyUnsupported(facts) ?? { verdict: 'equivalent', reason: '' };
  return withoutProof(facts);
}

/** What some processes cannot do, the proofs of others do not speak of. */
function partlyUnsupported({ outcomes, proved }: Facts): Verdict | null {
  const unsupported = outcomes.filter((outcome) => outcome.kind === 'unsupported');
  const [first] = unsupported;
  if (first === undefined) return null;
  const share = `${unsupported.length} of ${outcomes.length} invocations answered that it is not supported`;
  return { verdict: 'inconclusive', reason: `${share}, and ${proved.length} were proved: ${first.reason}` };
}

function withoutProof({ outcomes, findings }: Facts): Verdict {
  const unsupported = outcomes.find((outcome) => outcome.kind === 'unsupported');
  if (unsupported !== undefined) return { verdict: 'unsupported', reason: unsupported.reason };
  const hollow = findings[0];
  if (hollow !== undefined) return { verdict: 'inconclusive', reason: `the proof is empty: ${hollow.text}` };
  const waived = outcomes.find((outcome) => outcome.kind === 'not-run');
  return { verdict: 'inconclusive', reason: waived === undefined ? 'nothing was run' : waived.reason };
}

function failureOf(outcome: Outcome): Failure[] {
  return 'failure' in outcome ? [outcome.failure] : [];
}

function viewOfFailure({ code, cause, next, evidence }: Failure): Cell['failures'][number] {
  return { code, cause, next, evidence: [...evidence] };
}

/** One failure however many invocations were empty: the cause is the same. */
function emptyFailures(findings: readonly Finding[]): Failure[] {
  const hollow = findings.find((finding) => finding.class === 'empty');
  if (hollow === undefined) return [];
  return [
    failure('EL4003', hollow.text, 'Run the cell again. If this repeats, its workload records nothing.', [
      `invocation ${hollow.invocation}, round ${hollow.round}`,
    ]),
  ];
}

function sentence(finding: Finding): string {
  const where = finding.key === null ? '' : ` on key ${finding.key}`;
  return `${finding.rule}${where}, ${finding.class}: ${finding.text}`;
}

function ruleCounts(judgements: readonly Judgement[]): Cell['rules'] {
  const rules: Cell['rules'] = {};
  const count = (id: string, what: 'kept' | 'broken'): void => {
    const tally = (rules[id] ??= { kept: 0, broken: 0 });
    tally[what]++;
  };
  for (const { rulesKept, rulesBroken } of judgements) {
    for (const id of rulesKept) count(id, 'kept');
    for (const id of rulesBroken) count(id, 'broken');
  }
  return rules;
}

function proofView({ proved }: Facts): Cell['proof'] {
  return {
    invocations: proved.length,
    rounds: proved.reduce((sum, { rounds }) => sum + rounds, 0),
    events: proved.reduce((sum, { events }) => sum + events, 0),
    keys: Math.max(...proved.map(({ keys }) => keys)),
  };
}
