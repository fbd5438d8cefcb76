// Harness rule W3 for HTTP servers: agreement passes, each kind of disagreement is found under the rule that it breaks.
import { expect, test } from 'vitest';
import type { Scenario, Stimulus } from '../../contract/scenario.ts';
import type { UpstreamTally, WitnessRecord } from '../../contract/witness.ts';
import { roundOf, sampleScenario } from '../../testing/sample-case.ts';
import { ONE_OF_EACH } from '../../testing/stimuli.ts';
import { witnessDrafts } from './witness.ts';

const RULES: Scenario['rules'] = ['I2', 'I20', 'I21', 'I22'].map((id) => ({
  kind: 'exact',
  id,
  level: 'must',
  text: 'A test.',
  events: ['settled'],
}));
const STIMULUS: Stimulus = ONE_OF_EACH.upstreams;

const tally = (over: Partial<UpstreamTally> = {}): UpstreamTally => ({
  over: 0,
  fresh: 0,
  left: 0,
  came: [1, 1, 1, 1, 1, 1, 1, 1],
  ...over,
});

function told(witness: WitnessRecord | null, rules = RULES): string[] {
  return witnessDrafts({
    scenario: { ...sampleScenario, rules },
    stimulus: STIMULUS,
    round: { ...roundOf(0, 'measured', [], 0), witness },
    clock: null,
    samples: () => [],
    events: () => [],
  }).map(({ rule, class: found, key }) => `${rule} ${found} ${key}`);
}

const seen = (second: Partial<UpstreamTally>): WitnessRecord => ({
  kind: 'upstreams',
  upstreams: [tally(), tally(second)],
});

test('each request comes once; one that is cancelled while it waits may stay away', () => {
  expect(told(seen({}))).toEqual([]);
  expect(told(seen({ came: [1, 1, 1, 1, 1, 1, 0, 1] }))).toEqual([]);
  expect(told(seen({ came: [1, 1, 1, 1, 1, 1, 2, 1] }))).toEqual(['I2 duplicate 13']);
  expect(told(seen({ came: [1, 0, 1, 1, 1, 1, 1, 1] }))).toEqual(['I2 missing 3']);
  expect(told(seen({ came: [2, 1, 1, 1, 1, 1, 1, 1] }), [])).toEqual(['W3 duplicate 1']);
});

test('connections are within the pool, are used again, and are closed', () => {
  expect(told(seen({ over: 1 }))).toEqual(['I20 witness 1']);
  expect(told(seen({ fresh: 1 }))).toEqual(['I21 witness 1']);
  expect(told(seen({ left: 1 }))).toEqual(['I22 witness 1']);
  expect(told(seen({ left: 1 }), [])).toEqual(['W3 witness 1']);
});

test('a server without a count, or a round without a record, is a finding', () => {
  expect(told({ kind: 'upstreams', upstreams: [tally()] })).toEqual(['W3 witness 1']);
  expect(told(null)).toEqual(['W3 witness null']);
});
