// Judges a round that never ended, or broke off: what it had recorded, against what was due by then.
import type { UnfinishedRound } from '../contract/invocation.ts';
import type { SegmentReference } from '../contract/message.ts';
import type { ExpectedEvent } from '../contract/scenario.ts';
import { begunOf } from './begun.ts';
import type { FindingDraft, TraceCheck } from './breach.ts';
import { KEPT_BREACHES } from './breach.ts';
import type { CanonicalForm } from './canonical.ts';
import { Canonical } from './canonical.ts';
import type { Case, MoreFindings } from './case.ts';
import { expectationOf } from './case.ts';
import { expectedSide } from './expected-side.ts';
import { differingKeys } from './form-difference.ts';
import { followTrace, keyDrafts, locateAll } from './judge-trace.ts';
import { performedOf } from './performed.ts';
import { isFormRule } from './rules/exact.ts';
import { servedAloneDrafts } from './rules/served-alone.ts';
import { traceCheck } from './trace-checks.ts';
import { progressOf } from './unfinished-progress.ts';
import { noteOf } from './unfinished-words.ts';

export interface UnfinishedJudgement {
  readonly drafts: readonly FindingDraft[];
  readonly more: readonly MoreFindings[];
  /** What is known besides the findings, for the failure that ended the round: one sentence or two. */
  readonly note: string;
}

/**
 * A round that hung should have had everything that the witness gave it the chance to have, and what it lacks is `missing`. One that
 * was slow, or that broke off, should have had what comes before the last that was seen: the rest it may have been cut off from.
 */
export function judgeUnfinished(given: Case, unfinished: UnfinishedRound): UnfinishedJudgement {
  const { events } = unfinished;
  if (events === null)
    return { drafts: [], more: [], note: noteOf({ unfinished, progress: null, missing: 0, next: [] }) };
  const progress = progressOf(given, unfinished, events);
  const all = performed(given, unfinished);
  const hangs = unfinished.ending === 'hung' && progress.still;
  const begun = begunOf(all(), given.reader.events(events), given.alphabet);
  const due = hangs ? all : () => begun.due;
  const checks = unfinished.purpose === 'traced' && unfinished.record === 'full' ? safetyChecks(given) : [];
  const trace = followTrace(given, events, checks);
  const form = formOf(given, events, due, trace);
  const located = locateAll(given, events, checks);
  const alone = hangs ? servedAloneDrafts(given.scenario, unfinished.witness) : [];
  const drafts = [...alone, ...form.drafts, ...unknownKinds(trace), ...located.drafts].map(
    ended(hangs, unfinished),
  );
  const told = { unfinished, progress, missing: drafts.length, next: nextOf(given, begun.next) };
  return { drafts, more: [form.more, ...located.more], note: noteOf(told) };
}

function performed(given: Case, unfinished: UnfinishedRound): () => Iterable<ExpectedEvent> {
  const { scenario, record } = given;
  const expected = (): Iterable<ExpectedEvent> => scenario.expected(expectationOf(record, unfinished));
  return performedOf(expected, scenario.stimulus(record.params), unfinished.witness);
}

/** The rules that no later event could mend. `count` and `overlap` ask for something that may still come. */
function safetyChecks({ scenario, alphabet, record, timerEarlyNs }: Case): TraceCheck[] {
  return scenario.rules.flatMap((rule) => {
    if (rule.kind === 'count' || rule.kind === 'overlap') return [];
    return traceCheck(rule, alphabet, record.params, timerEarlyNs) ?? [];
  });
}

interface FormJudgement {
  readonly drafts: readonly FindingDraft[];
  readonly more: MoreFindings;
}

function formOf(
  given: Case,
  segment: SegmentReference,
  due: () => Iterable<ExpectedEvent>,
  trace: CanonicalForm,
): FormJudgement {
  const { alphabet } = given;
  const expected = new Canonical(alphabet);
  const side = expectedSide(alphabet, due);
  for (const columns of side()) expected.push(columns);
  const form = expected.finish();
  const keys = likeliestFirst(differingKeys(form.keys, trace.keys), trace, due());
  const sides = { expected: side, observed: () => given.reader.events(segment) };
  const drafts = keys
    .slice(0, KEPT_BREACHES)
    .flatMap((key) => firstOfSequence(given, keyDrafts(given, sides, key, form, trace)))
    .map((draft) => (trace.keys.has(draft.key ?? -1) ? draft : nothingOn(draft)));
  return { drafts, more: { rule: 'W4', count: Math.max(0, keys.length - KEPT_BREACHES) } };
}

/**
 * What began and did not end comes before what did not even begin, which may only have waited for it; among equals, in the order of
 * the expectation.
 */
function likeliestFirst(
  differing: readonly number[],
  { keys }: CanonicalForm,
  due: Iterable<ExpectedEvent>,
): readonly number[] {
  const places = new Map<number, number>();
  for (const { key } of due) if (!places.has(key)) places.set(key, places.size);
  const place = (key: number): number => places.get(key) ?? -1;
  return differing.toSorted(
    (a, b) => Number(keys.has(b)) - Number(keys.has(a)) || place(a) - place(b) || a - b,
  );
}

/** Of a sequence only the first event that is missing is lost: those behind it had no chance to happen. */
function firstOfSequence({ scenario }: Case, drafts: readonly FindingDraft[]): FindingDraft[] {
  const orders = new Map(scenario.alphabet.map(({ name, order }) => [name, order]));
  const lostAt = (draft: FindingDraft): number | null => {
    const lost = draft.expected.find(({ index }) => index === draft.index);
    return draft.class === 'missing' && orders.get(lost?.kind ?? '') === 'sequence' ? draft.index : null;
  };
  const first = Math.min(...drafts.map((draft) => lostAt(draft) ?? Number.POSITIVE_INFINITY));
  return drafts.filter((draft) => (lostAt(draft) ?? first) <= first);
}

const nothingOn = (draft: FindingDraft): FindingDraft => ({
  ...draft,
  text: `${draft.text}; nothing at all was recorded on this key`,
});

function unknownKinds({ unknownEvents }: CanonicalForm): FindingDraft[] {
  if (unknownEvents === 0) return [];
  const text = `${unknownEvents} events have a code that the scenario does not have`;
  return [{ rule: 'W4', class: 'extra', key: null, index: null, text, expected: [], observed: [] }];
}

function ended(hangs: boolean, { ending }: UnfinishedRound): (draft: FindingDraft) => FindingDraft {
  const how = hangs
    ? 'the round never ended'
    : ending === 'hung'
      ? 'the round was slow'
      : 'the round broke off';
  return (draft) => ({ ...draft, text: `${draft.text}; ${how}` });
}

/** With the rule that speaks of each. */
function nextOf(
  { scenario }: Case,
  next: readonly ExpectedEvent[],
): { readonly event: ExpectedEvent; readonly rule: string | null }[] {
  const rules = scenario.rules.filter(isFormRule);
  return next.map((event) => ({
    event,
    rule: rules.find(({ events }) => events.includes(event.kind))?.id ?? null,
  }));
}
