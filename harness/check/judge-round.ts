// The judgement of one round: its findings, the rules that were tested, and the amount of data that was checked.
import type { RoundRecord } from '../contract/invocation.ts';
import type { Rule } from '../contract/scenario.ts';
import type { FindingDraft } from './breach.ts';
import { KEPT_BREACHES } from './breach.ts';
import type { CanonicalForm } from './canonical.ts';
import { reportedKeys } from './canonical.ts';
import type { Case, MoreFindings, RoundJudgement } from './case.ts';
import { expectationOf } from './case.ts';
import { expectedForm } from './expected-form.ts';
import { differingKeys, digestDraft } from './form-difference.ts';
import { judgeTrace } from './judge-trace.ts';
import { countDrafts, reportDrafts } from './rules/counts.ts';
import { isFormRule } from './rules/exact.ts';
import { forbiddenByCount } from './rules/forbid.ts';
import { checkLateness } from './rules/lateness.ts';
import { resourceDrafts } from './rules/resource.ts';
import { sampleDrafts } from './rules/samples.ts';
import { delayDrafts } from './rules/timer-stamps.ts';
import { windowDrafts } from './rules/window.ts';
import { witnessDrafts } from './rules/witness.ts';

export function judgeRound(given: Case, round: RoundRecord, previousEndNs: number): RoundJudgement {
  const { record, scenario, alphabet } = given;
  const always = [
    ...windowDrafts(round, previousEndNs, record.clock),
    ...reportDrafts(scenario, record.params, round),
    ...(given.askWitness ? witnessOf(given, round) : []),
  ];
  const lateness = latenessOf(given, round);
  const resources = resourcesOf(given, round);
  always.push(...resources.drafts);
  const tested = ['W1', 'W2', 'W4', ...lateness.tested, ...resources.tested, ...witnessed(given)];
  if (round.record === 'none')
    return { drafts: [...lateness.drafts, ...always], more: lateness.more, tested, events: 0, keys: [] };
  const expected = expectedForm(scenario, alphabet, expectationOf(record, round));
  const form =
    round.purpose === 'traced' && round.events !== null
      ? judgeTrace(given, round, round.events, expected)
      : judgeDigests(given, round, expected);
  const askSamples = given.askSamples && form.drafts.length === 0;
  const samples = askSamples ? sampleDrafts(given, round) : [];
  return {
    drafts: [...form.drafts, ...lateness.drafts, ...always, ...samples],
    more: [...form.more, ...lateness.more],
    tested: [...form.tested, ...tested, ...(askSamples ? ['W7'] : [])],
    events: form.events,
    keys: form.keys,
  };
}

/** Without a trace the digests bind the round to what was expected of it. */
function judgeDigests(given: Case, round: RoundRecord, expected: CanonicalForm): RoundJudgement {
  const { scenario } = given;
  const { keys } = reportedKeys(round.digests);
  const differing = differingKeys(expected.keys, keys);
  const kept = differing.slice(0, KEPT_BREACHES);
  const kinds = kindsOn(kept, given, round);
  const drafts = kept.map((key) =>
    digestDraft(scenario, key, expected.keys.get(key), keys.get(key), kinds.get(key)),
  );
  const forbidden = scenario.rules.flatMap((rule) => forbiddenDraft(rule, round));
  const counts = differing.length === 0 ? countDrafts(scenario, round, expected) : [];
  return {
    drafts: [...drafts, ...forbidden, ...counts],
    more: [{ rule: 'W4', count: Math.max(0, differing.length - KEPT_BREACHES) }],
    tested: scenario.rules.filter((rule) => isFormRule(rule) || rule.kind === 'forbid').map(({ id }) => id),
    events: Object.values(round.counts).reduce((sum, count) => sum + count, 0),
    keys: [...keys.keys()],
  };
}

/** What was to happen on each of these keys. */
function kindsOn(
  keys: readonly number[],
  { record, scenario }: Case,
  round: RoundRecord,
): ReadonlyMap<number, ReadonlySet<string>> {
  const kinds = new Map<number, Set<string>>();
  if (keys.length === 0) return kinds;
  const wanted = new Set(keys);
  for (const { kind, key } of scenario.expected(expectationOf(record, round))) {
    if (!wanted.has(key)) continue;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, new Set([kind]));
    else known.add(kind);
  }
  return kinds;
}

function forbiddenDraft(rule: Rule, round: RoundRecord): FindingDraft[] {
  const breach = rule.kind === 'forbid' ? forbiddenByCount(rule, round.counts) : null;
  if (breach === null) return [];
  return [
    {
      rule: breach.rule,
      class: breach.class,
      key: null,
      index: null,
      text: breach.text,
      expected: [],
      observed: [],
    },
  ];
}

interface LatenessJudgement {
  readonly drafts: FindingDraft[];
  readonly more: MoreFindings[];
  readonly tested: string[];
}

function latenessOf(given: Case, round: RoundRecord): LatenessJudgement {
  const judged: LatenessJudgement = { drafts: [], more: [], tested: [] };
  if (round.samples === null || round.samples.count === 0) return judged;
  for (const rule of given.scenario.rules) {
    if (rule.kind !== 'lateness') continue;
    const { early, draft } = checkLateness(rule, given.reader.samples(round.samples), given.timerEarlyNs);
    judged.tested.push(rule.id);
    if (draft === null) continue;
    judged.drafts.push(draft);
    judged.more.push({ rule: rule.id, count: early - 1 });
  }
  return judged;
}

/** The rules that the witness's record alone decides, in every round. */
function resourcesOf(given: Case, round: RoundRecord): Omit<LatenessJudgement, 'more'> {
  const { scenario, record, timerEarlyNs } = given;
  const judged = scenario.rules.flatMap((rule) => {
    const drafts =
      rule.kind === 'resource'
        ? resourceDrafts(rule, round.witness)
        : rule.kind === 'witnessed-delay'
          ? delayDrafts(rule, scenario.stimulus(record.params), round.witness, timerEarlyNs)
          : null;
    return drafts === null ? [] : [{ id: rule.id, drafts }];
  });
  return { drafts: judged.flatMap(({ drafts }) => drafts), tested: judged.map(({ id }) => id) };
}

function witnessOf(given: Case, round: RoundRecord): FindingDraft[] {
  const { record, scenario, reader } = given;
  return witnessDrafts({
    scenario,
    stimulus: scenario.stimulus(record.params),
    round,
    clock: record.clock,
    samples: () => (round.samples === null ? [] : reader.samples(round.samples)),
    events: () => (round.purpose === 'traced' && round.events !== null ? reader.events(round.events) : []),
  });
}

function witnessed({ askWitness, scenario, record }: Case): string[] {
  return askWitness && scenario.stimulus(record.params).kind !== 'none' ? ['W3'] : [];
}
