// Harness rule W3 for HTTP clients: agreement passes, each kind of disagreement is found under the rule that it breaks.
import { expect, test } from 'vitest';
import type { Scenario } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { roundOf, sampleScenario } from '../../testing/sample-case.ts';
import { ONE_OF_EACH } from '../../testing/stimuli.ts';
import { witnessDrafts } from './witness.ts';

const RULES: Scenario['rules'] = ['I1', 'I24'].map((id) => ({
  kind: 'exact',
  id,
  level: 'must',
  text: 'A test.',
  events: ['settled'],
}));
type Clients = Extract<WitnessRecord, { kind: 'http-clients' }>;
const AGREED: Clients = {
  kind: 'http-clients',
  connections: 8,
  left: 0,
  faults: [],
  rates: [{ latenciesNs: [5], lastedNs: 10, busyNs: 1 }],
};

function told(witness: WitnessRecord | null, rules = RULES): string[] {
  return witnessDrafts({
    scenario: { ...sampleScenario, rules },
    stimulus: ONE_OF_EACH['http-clients'],
    round: { ...roundOf(0, 'measured', [], 0), witness },
    clock: null,
    samples: () => [],
    events: () => [],
  }).map(({ rule, class: found, key }) => `${rule} ${found} ${key}`);
}

const seen = (over: Partial<Clients>): WitnessRecord => ({ ...AGREED, ...over });

test('an answer that is missing, wrong or followed by something is a finding on its request', () => {
  expect(told(AGREED)).toEqual([]);
  expect(told(seen({ faults: [{ number: 4, fault: 'unanswered' }] }))).toEqual(['I1 missing 4']);
  expect(told(seen({ faults: [{ number: 5, fault: 'wrong' }] }))).toEqual(['I1 changed 5']);
  expect(told(seen({ faults: [{ number: 6, fault: 'beyond' }] }))).toEqual(['I1 extra 6']);
  expect(told(seen({ faults: [{ number: 6, fault: 'beyond' }] }), [])).toEqual(['W3 extra 6']);
});

test('connections are as many as it takes, and are closed', () => {
  expect(told(seen({ left: 1 }))).toEqual(['I24 witness null']);
  expect(told(seen({ connections: 9 }))).toEqual(['I24 witness null']);
  expect(told(seen({ left: 1 }), [])).toEqual(['W3 witness null']);
});

test('a rate that was not asked for, or a round without a record, is a finding', () => {
  expect(told(seen({ rates: [] }))).toEqual(['W3 witness null']);
  expect(told(null)).toEqual(['W3 witness null']);
});
