// Harness rule W3 for signals: a runner that did not ask for all of them is found.
import { expect, test } from 'vitest';
import type { Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { roundOf, sampleScenario } from '../../testing/sample-case.ts';
import { witnessDrafts } from './witness.ts';

const stimulus: Stimulus = { kind: 'signals', singles: 3, burst: 4 };
const whole = { kind: 'signals', singles: 3, burst: 4, blocked: 1, children: 4 } as const;

function told(witness: WitnessRecord | null): string[] {
  const seen = { scenario: sampleScenario, stimulus, round: { ...roundOf(0, 'traced', [], 0), witness } };
  return witnessDrafts({ ...seen, clock: null, samples: () => [], events: () => [] }).map(
    ({ rule, text }) => `${rule} ${text}`,
  );
}

test('all that was asked for passes, with as many held loops as a runtime needs', () => {
  expect(told(whole)).toEqual([]);
  expect(told({ ...whole, blocked: 2 })).toEqual([]);
});

test('signals that nobody asked for are missed', () => {
  expect(told({ ...whole, singles: 2 })).toEqual(['W3 2 signals (singles) were sent, not 3']);
  expect(told({ ...whole, burst: 0 })).toEqual(['W3 0 signals (burst) were sent, not 4']);
  expect(told({ ...whole, blocked: 0 })).toEqual(['W3 no signal was sent while the loop was held up']);
  expect(told({ ...whole, children: 0 })).toEqual(['W3 0 processes were sent a signal, not 4']);
  expect(told(null)).toEqual(['W3 the witness recorded no signals in this round']);
});
