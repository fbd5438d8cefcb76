// Whether one attempt went as the corpus demands. Pure.
import type { Sighting } from './attempt.ts';
import type { Caught } from './mutant.ts';

/** `right`: caught as demanded, or passed as it must. */
export interface Assessment {
  readonly right: boolean;
  /** What it was caught by: rules with the class of their finding, or the code of a failure. Empty when it passed. */
  readonly by: readonly string[];
  /** Why it is not right; empty when it is. */
  readonly objection: string;
}

/** `wanted` null: a legal variation or a no-op, of which nothing may be found. */
export function assess(wanted: Caught | null, seen: Sighting): Assessment {
  const by = caughtBy(seen);
  const objection = wanted === null ? falseAlarm(seen) : miss(wanted, seen);
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
    return seen.failures.some((failure) => failure.startsWith(wanted.code))
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
