// Harness rule W3 for acts: agreement passes, each kind of disagreement is found.
import { expect, test } from 'vitest';
import type { Act } from '../../contract/act.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { roundOf, sampleScenario } from '../../testing/sample-case.ts';
import { witnessDrafts } from './witness.ts';

type ActsRecord = Extract<WitnessRecord, { kind: 'acts' }>;

const acts: readonly Act[] = [
  { op: 'write', file: 'a', key: 0, length: 8, deferred: true },
  { op: 'rest', ms: 1 },
  { op: 'write', file: 'b', key: 1, length: 8 },
];
const stimulus: Stimulus = { kind: 'acts', directories: [], files: [], acts };
const state = (index: number, key: number, acknowledgedNs: number | null): ActsRecord['states'][number] => ({
  index,
  key,
  digest: 1,
  beganNs: 100,
  endedNs: 200,
  acknowledgedNs,
});
const whole: ActsRecord = {
  kind: 'acts',
  states: [state(0, 0, 300), state(2, 1, 300)],
  rests: [{ askedNs: 0, beganNs: 1, endedNs: 2, fallingAsleep: 0, wakeUps: 0, processes: 1 }],
};

function told(witness: WitnessRecord | null, scenario = sampleScenario): string[] {
  const seen = { scenario, stimulus, round: { ...roundOf(0, 'traced', [], 0), witness } };
  return witnessDrafts({ ...seen, clock: null, samples: () => [], events: () => [] }).map(
    ({ rule, class: found, key }) => `${rule} ${found} ${key}`,
  );
}

test('acts that were all told pass, and so does the loss of one that nobody waited for', () => {
  expect(told(whole)).toEqual([]);
  expect(told({ ...whole, states: [state(2, 1, 300), state(0, 0, null)] })).toEqual([]);
});

test('a change that was waited for and never told is a breach of convergence where the scenario promises it', () => {
  const lost = { ...whole, states: [state(0, 0, 300), state(2, 1, null)] };
  expect(told(lost)).toEqual(['G1 missing 1']);
  expect(told(lost, { ...sampleScenario, rules: [] })).toEqual(['W3 witness 1']);
});

test('a record with too few changes or rests, or of something else, is no witness', () => {
  expect(told({ ...whole, states: [] })).toEqual(['W3 witness null']);
  expect(told({ ...whole, rests: [] })).toEqual(['W3 witness null']);
  expect(told({ kind: 'files', written: 0 })).toEqual(['W3 witness null']);
  expect(told(null)).toEqual(['W3 witness null']);
});
