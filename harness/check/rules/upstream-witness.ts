// Harness rule W3 for the stimulus `upstreams`: each request came once, and connections were as many as they may be.
import { CANCELLED, requestAt } from '../../contract/upstream-plan.ts';
import type { Scenario, Stimulus } from '../../contract/scenario.ts';
import type { FindingClass } from '../../contract/verdict.ts';
import type { UpstreamTally, WitnessRecord } from '../../contract/witness.ts';
import type { FindingDraft } from '../breach.ts';

type Upstreams = Extract<Stimulus, { kind: 'upstreams' }>;

export function upstreamDrafts(
  scenario: Scenario,
  stimulus: Upstreams,
  witness: WitnessRecord | null,
): FindingDraft[] {
  if (witness?.kind !== 'upstreams')
    return [draft('W3', 'witness', null, 'the witness recorded no requests in this round')];
  const { upstreams } = witness;
  return Array.from({ length: stimulus.upstreams }, (_, key) => {
    const tally = upstreams[key];
    if (tally === undefined) return [draft('W3', 'witness', key, 'the harness counted no requests')];
    return [...connectionDrafts(scenario, key, tally), ...requestDrafts(scenario, stimulus, key, tally)];
  }).flat();
}

function connectionDrafts(scenario: Scenario, key: number, { over, fresh, left }: UpstreamTally) {
  const told = [
    ['I20', over, 'connections beyond the pool were open at once'],
    ['I21', fresh, 'connections were opened beyond the pool and those that could not be used again'],
    ['I22', left, 'connections were still open at the end'],
  ] as const;
  return told.flatMap(([id, count, text]) =>
    count === 0 ? [] : [draft(ownRule(scenario, id), 'witness', key, `upstream ${key}: ${count} ${text}`)],
  );
}

/** One that is cancelled while it waits for its turn may never come. */
function requestDrafts(
  scenario: Scenario,
  stimulus: Upstreams,
  upstream: number,
  { came }: UpstreamTally,
): FindingDraft[] {
  return Array.from({ length: stimulus.each }, (_, place) => {
    const count = came[place] ?? 0;
    const mayStay = place % CANCELLED.of === CANCELLED.unanswered;
    if (count === 1 || (count === 0 && mayStay)) return [];
    const found = count === 0 ? 'missing' : 'duplicate';
    const request = requestAt(stimulus, upstream, place);
    return [
      draft(
        ownRule(scenario, 'I2'),
        found,
        request,
        `request ${request} came ${count} times to its upstream`,
      ),
    ];
  }).flat();
}

/** Where the scenario has no such rule, the witness's word stands. */
function ownRule(scenario: Scenario, id: string): string {
  return scenario.rules.some((rule) => rule.id === id) ? id : 'W3';
}

function draft(rule: string, found: FindingClass, key: number | null, text: string): FindingDraft {
  return { rule, class: found, key, index: null, text, expected: [], observed: [] };
}
