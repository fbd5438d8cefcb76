// Whether one attempt went as the corpus demands. Pure.
import { runOf } from '../check/invocation-ends.ts';
import type { Sighting } from './attempt.ts';
import type { Caught, Mixed } from './mutant.ts';

/** `right`: caught as demanded, or passed as it must. */
export interface Assessment {
  readonly right: boolean;
  /** What it was caught by: rules with the class of their finding, or the code of a failure. Empty when it passed. */
  readonly by: readonly string[];
  /** Why it is not right; empty when it is. */
  readonly objection: string;
}

/** `wanted` null: a legal variation or a no-op, of which nothing may be found. */
export function assess(wanted: Caught | null, seen: Sighting, mixed: Mixed | null = null): Assessment {
  const by = caughtBy(seen);
  const missed = wanted === null ? falseAlarm(seen) : miss(wanted, seen);
  const objection = missed === '' && wanted !== null && mixed !== null ? notMixed(mixed, seen) : missed;
  return { right: objection === '', by, objection };
}

function caughtBy({ findings, failures }: Sighting): string[] {
  const codes = failures.map((failure) => failure.split(' ')[0] ?? '');
  return [...new Set([...findings.map(({ rule, class: found }) => `${rule} ${found}`), ...codes])].sort();
}

/** A listed divergence of the runtime is no alarm: the list is part of the judgement. */
function falseAlarm({ verdict, reason }: Sighting): string {
  return verdict === 'equivalent' || verdict === 'known-divergence' ? '' : `${verdict}: ${reason}`;
}

function miss(wanted: Caught, seen: Sighting): string {
  if (wanted.by === 'failure')
    return seen.verdict !== 'equivalent' && seen.failures.some((failure) => failure.startsWith(wanted.code))
      ? ''
      : `${seen.verdict} instead of a failure ${wanted.code}`;
  // With the list of known divergences applied: no entry may be so wide that it hides a mutant.
  if (seen.verdict !== 'divergent') return `${seen.verdict}: ${seen.reason}`;
  const broken = seen.findings.filter(
    ({ rule, class: found }) =>
      wanted.rules.includes(rule) && (wanted.class === undefined || wanted.class === found),
  );
  if (broken.length === 0) return `caught by none of ${wanted.rules.join(', ')}: ${seen.reason}`;
  if (wanted.key === 'any' || broken.some(({ key }) => key === seen.victimKey)) return '';
  return `no finding names the key ${seen.victimKey}: ${seen.reason}`;
}

/** Caught, but not by what the mixture is about: then the attempt shows nothing of it. */
function notMixed(mixed: Mixed, { ends, findings }: Sighting): string {
  const own = findings.filter(({ known }) => !known);
  const run = runOf(ends);
  const faulty = new Set(own.map(({ invocation }) => invocation)).size + ends.failed;
  if (mixed.in === 'every-nth-process' && faulty * mixed.n !== run)
    return `${faulty} of ${run} processes were faulty instead of one in ${mixed.n}`;
  if (mixed.in === 'later-rounds' && own.some(({ round }) => round < mixed.after))
    return `a finding in one of the first ${mixed.after} rounds`;
  return '';
}
