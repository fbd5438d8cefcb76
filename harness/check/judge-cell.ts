// The conformance verdict of a cell, from the judgements of its invocations and the scenario's known divergences.
import type { Failure, Result } from '../contract/failure.ts';
import { failure } from '../contract/failure.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Cell } from '../contract/result.ts';
import type { ConformanceVerdict, Finding, Judgement, KnownDivergence, Proof } from '../contract/verdict.ts';
import { countEnds, endOf, failureOf, isAboutMeaning } from './invocation-ends.ts';
import type { EndCounts, Judged } from './invocation-ends.ts';
import type { RunBy } from './known-divergences.ts';
import { applicable, explanationOf, staleEntries } from './known-divergences.ts';
import {
  divergenceSentence,
  failureSentence,
  notRunSentence,
  unsupportedSentence,
} from './verdict-sentences.ts';

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
> & { readonly ends: EndCounts };

const KEPT_FINDINGS = 5;

export function judgeCell(input: CellInput): CellJudgement {
  const facts = factsOf(input);
  const { judgements, findings, failures } = facts;
  const { verdict, reason } = verdictOf(facts);
  return {
    verdict,
    reason,
    findings: findings.slice(0, KEPT_FINDINGS),
    findingCount: judgements.reduce((sum, { findingCount }) => sum + findingCount, 0),
    failures: [...failures, ...partFailures(facts)].map(viewOfFailure),
    rules: ruleCounts(judgements),
    proof: verdict === 'equivalent' ? proofView(facts.proofs) : null,
    ends: facts.ends,
  };
}

interface Facts {
  readonly all: readonly Judged[];
  readonly ends: EndCounts;
  readonly entries: readonly KnownDivergence[];
  readonly judgements: readonly Judgement[];
  /** Of invocations that did not end normally, whose files are damaged, or in which there was nothing to judge. */
  readonly failures: readonly Failure[];
  readonly findings: readonly Finding[];
  /** Findings about meaning: all but those that say that there was nothing to judge. */
  readonly meaning: readonly Finding[];
  readonly proofs: readonly Proof[];
}

function factsOf(input: CellInput): Facts {
  const all = input.records.flatMap((record, index): Judged[] => {
    const judgement = input.judgements[index];
    return judgement === undefined ? [] : [{ record, judgement }];
  });
  const judgements = input.judgements.flatMap((result) => (result.ok ? [result.value] : []));
  const damaged = input.judgements.flatMap((result) => (result.ok ? [] : [result.failure]));
  const findings = judgements.flatMap((judgement) => judgement.findings);
  return {
    all,
    ends: countEnds(all.map(endOf)),
    entries: applicable(input.known, input),
    judgements,
    failures: [
      ...input.records.flatMap(({ outcome }) => failureOf(outcome)),
      ...damaged,
      ...emptyFailures(findings),
    ],
    findings,
    meaning: findings.filter(isAboutMeaning),
    proofs: judgements.flatMap(({ proof }) => (proof === null ? [] : [proof])),
  };
}

interface Verdict {
  readonly verdict: ConformanceVerdict;
  readonly reason: string;
}

/** The gravest thing that happened in any invocation decides; only where all of them were proved is the cell `equivalent`. */
function verdictOf(facts: Facts): Verdict {
  const { entries, meaning, proofs, failures, all, ends } = facts;
  const unexplained = meaning.find((finding) => explanationOf(entries, finding) === undefined);
  if (unexplained !== undefined)
    return { verdict: 'divergent', reason: divergenceSentence(sentence(unexplained), unexplained, facts) };
  // The failure of an invocation that diverged is evidence beside its findings: a known divergence may explain both.
  if (ends.failed > 0) return { verdict: 'failed', reason: failureSentence(all, failures) };
  const known = meaning[0];
  const entry = known === undefined ? undefined : explanationOf(entries, known);
  // Stale only where something was judged: a cell that did not run says nothing about the list.
  const stale = proofs.length + meaning.length > 0 ? staleEntries(entries, meaning)[0] : undefined;
  if (stale !== undefined)
    return {
      verdict: 'stale-divergence',
      reason: `the known divergence ${stale.id} must break rule ${stale.rule} and did not`,
    };
  if (known !== undefined && entry !== undefined)
    return {
      verdict: 'known-divergence',
      reason: divergenceSentence(`${entry.id}: ${entry.reason}`, known, facts),
    };
  if (proofs.length > 0 && ends.diverged + ends.unsupported === 0)
    return { verdict: 'equivalent', reason: '' };
  if (ends.unsupported > 0)
    return {
      verdict: proofs.length > 0 ? 'inconclusive' : 'unsupported',
      reason: unsupportedSentence(all, ends),
    };
  return { verdict: 'inconclusive', reason: notRunSentence(all, ends) };
}

function viewOfFailure({ code, cause, next, evidence }: Failure): Cell['failures'][number] {
  return { code, cause, next, evidence: [...evidence] };
}

/** One failure however many invocations were empty: the cause is the same. */
function emptyFailures(findings: readonly Finding[]): Failure[] {
  const empty = findings.find((finding) => !isAboutMeaning(finding));
  if (empty === undefined) return [];
  return [
    failure('EL4003', empty.text, 'Run the cell again. If this repeats, its workload records nothing.', [
      `invocation ${empty.invocation}, round ${empty.round}`,
    ]),
  ];
}

/** Some processes can run the scenario and others cannot: the subject is not one that has no support, and not proved either. */
function partFailures({ all, ends, proofs }: Facts): Failure[] {
  if (ends.unsupported === 0 || proofs.length === 0) return [];
  const next = 'Find out what these processes lack: the reason is their own.';
  return [failure('EL4007', unsupportedSentence(all, ends), next)];
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

function proofView(proofs: readonly Proof[]): Cell['proof'] {
  return {
    invocations: proofs.length,
    rounds: proofs.reduce((sum, { rounds }) => sum + rounds, 0),
    events: proofs.reduce((sum, { events }) => sum + events, 0),
    keys: Math.max(...proofs.map(({ keys }) => keys)),
  };
}
