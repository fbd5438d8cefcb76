// How each invocation of a cell ended, as its verdict counts it: proved, diverged, failed, unsupported or not run.
import type { Failure, FailureCode, Result } from '../contract/failure.ts';
import type { InvocationRecord, Outcome } from '../contract/invocation.ts';
import type { Cell } from '../contract/result.ts';
import type { Finding, Judgement } from '../contract/verdict.ts';

/** One invocation and what the judge said of it. */
export interface Judged {
  readonly record: InvocationRecord;
  readonly judgement: Result<Judgement>;
}

/**
 * An invocation ends in exactly one way. A broken rule outweighs a crash that followed it. `notRun`: it was never begun, or the user
 * stopped it (Ctrl-C, `--max-time`): that speaks neither for the subject nor against it.
 */
export type InvocationEnd = 'proved' | 'diverged' | 'failed' | 'unsupported' | 'notRun';

export type EndCounts = Readonly<Required<Omit<Cell['invocations'], 'planned'>>>;

export function endOf(one: Judged): InvocationEnd {
  const { outcome } = one.record;
  if (!one.judgement.ok) return 'failed';
  const { proof, findings } = one.judgement.value;
  if (findings.some(isAboutMeaning)) return 'diverged';
  if (proof !== null) return 'proved';
  if (outcome.kind === 'unsupported') return 'unsupported';
  if (outcome.kind === 'not-run') return 'notRun';
  if ('failure' in outcome || findings.length > 0) return 'failed';
  // Without a proof and without a finding: it broke a rule that `--rule` does not select.
  return 'diverged';
}

export function countEnds(ends: readonly InvocationEnd[]): EndCounts {
  const count = (wanted: InvocationEnd): number => ends.filter((end) => end === wanted).length;
  return {
    proved: count('proved'),
    diverged: count('diverged'),
    failed: count('failed'),
    unsupported: count('unsupported'),
    notRun: count('notRun'),
  };
}

/** Invocations that were begun and not stopped by the user: the whole of which the others are a part. */
export function runOf({ proved, diverged, failed, unsupported }: EndCounts): number {
  return proved + diverged + failed + unsupported;
}

/** Findings of the class `empty` say that there was nothing to judge. */
export function isAboutMeaning(finding: Finding): boolean {
  return finding.class !== 'empty';
}

export function failureOf(outcome: Outcome): Failure[] {
  return 'failure' in outcome ? [outcome.failure] : [];
}

/** Failures of the harness or of its machine: the subject is not to blame, and is not proved either. */
const OF_THE_HARNESS: ReadonlySet<FailureCode> = new Set(['EL2013', 'EL3001', 'EL3003', 'EL9001']);

export function blamesHarness({ code }: Pick<Failure, 'code'>): boolean {
  return OF_THE_HARNESS.has(code);
}
