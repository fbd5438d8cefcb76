// Judges a traced round: one pass over the trace for all rules together, and further passes only where a rule is broken.
import type { RoundRecord } from '../contract/invocation.ts';
import type { SegmentReference } from '../contract/message.ts';
import type { FindingDraft, TraceCheck } from './breach.ts';
import { KEPT_BREACHES } from './breach.ts';
import type { CanonicalForm } from './canonical.ts';
import { Canonical } from './canonical.ts';
import type { Case, MoreFindings, RoundJudgement } from './case.ts';
import { expectationOf } from './case.ts';
import { codedObserved } from './event-view.ts';
import { expectedSide } from './expected-side.ts';
import { differingKeys, digestDraft } from './form-difference.ts';
import { locate } from './locate.ts';
import type { Sides } from './projection.ts';
import { checkClock } from './rules/clock.ts';
import { countDrafts, traceDrafts } from './rules/counts.ts';
import { formDrafts, isFormRule } from './rules/exact.ts';
import { traceCheck } from './trace-checks.ts';

export function judgeTrace(
  given: Case,
  round: RoundRecord,
  segment: SegmentReference,
  expected: CanonicalForm,
): RoundJudgement {
  const { scenario, alphabet, record, timerEarlyNs } = given;
  const rules = scenario.rules.flatMap((rule) => {
    const check = traceCheck(rule, alphabet, record.params, timerEarlyNs);
    return check === null ? [] : [{ id: rule.id, check }];
  });
  const checks = [checkClock(round.startNs, round.endNs), ...rules.map(({ check }) => check)];
  const trace = followTrace(given, segment, checks);
  const differing = differingKeys(expected.keys, trace.keys);
  const sides: Sides = {
    expected: expectedSide(alphabet, () => scenario.expected(expectationOf(record, round))),
    observed: () => given.reader.events(segment),
  };
  const form = differing
    .slice(0, KEPT_BREACHES)
    .flatMap((key) => keyDrafts(given, sides, key, expected, trace));
  const located = locateAll(given, segment, checks);
  const counts = traceDrafts(scenario, round, trace);
  const wrongCounts = differing.length + counts.length === 0 ? countDrafts(scenario, round, expected) : [];
  return {
    drafts: [...form, ...located.drafts, ...counts, ...wrongCounts],
    more: [...located.more, { rule: 'W4', count: Math.max(0, differing.length - KEPT_BREACHES) }],
    tested: [...scenario.rules.filter(isFormRule), ...rules].map(({ id }) => id),
    events: trace.events,
    keys: [...trace.keys.keys()],
  };
}

export function followTrace(
  given: Case,
  segment: SegmentReference,
  checks: readonly TraceCheck[],
): CanonicalForm {
  const canonical = new Canonical(given.alphabet);
  let rows = 0;
  for (const columns of given.reader.events(segment)) {
    canonical.push(columns);
    for (const check of checks) check.push(columns, rows);
    rows += columns.key.length;
  }
  return canonical.finish();
}

export function keyDrafts(
  given: Case,
  sides: Sides,
  key: number,
  expected: CanonicalForm,
  trace: CanonicalForm,
): FindingDraft[] {
  const { scenario, alphabet } = given;
  const rules = scenario.rules.filter(isFormRule);
  const drafts = formDrafts(rules, alphabet, rawCodesOf(given), sides, key);
  if (drafts.length > 0) return drafts;
  return [digestDraft(scenario, key, expected.keys.get(key), trace.keys.get(key))];
}

export function locateAll(
  given: Case,
  segment: SegmentReference,
  checks: readonly TraceCheck[],
): { readonly drafts: FindingDraft[]; readonly more: MoreFindings[] } {
  const results = checks.map((check) => check.finish());
  const breaches = results.flatMap(({ kept }) => kept);
  const more = results.flatMap(({ count, kept }) =>
    kept[0] === undefined ? [] : [{ rule: kept[0].rule, count: count - kept.length }],
  );
  const events = codedObserved(given.reader.events(segment));
  return { drafts: locate(given.alphabet, rawCodesOf(given), events, breaches), more };
}

function rawCodesOf(given: Case): ReadonlySet<number> {
  const raw = given.alphabet.kinds.filter(({ order }) => order === 'raw');
  return new Set(raw.map(({ code }) => code));
}
