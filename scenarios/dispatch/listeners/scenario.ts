// dispatch.listeners: every event is heard by all listeners, one after the other, before the emit returns.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, wallPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Each call of a listener advances a linear congruential generator (Numerical Recipes), so that the state knows the order of all calls. */
function* expected({ params, nonce, traced }: Expectation): Iterable<ExpectedEvent> {
  const listeners = Number(params['listeners']);
  const stride = traced ? 1 : Number(params['stride']);
  let state = seedOfNonce(nonce);
  for (let event = 0; event < Number(params['events']); event++) {
    const recorded = (event + 1) % stride === 0;
    for (let listener = 0; listener < listeners; listener++) {
      state = (Math.imul(state, 1664525) + 1013904223 + listener) >>> 0;
      if (recorded) yield { kind: 'handle', key: 0, id: event * listeners + listener, digest: state };
    }
    if (recorded) yield { kind: 'emitted', key: 0, id: event, digest: state };
  }
}

const calls = (params: Expectation['params']): number =>
  Number(params['listeners']) * Number(params['events']);

export const scenario: Scenario = {
  id: 'dispatch.listeners',
  version: 1,
  family: 'dispatch',
  title: 'Listeners',
  summary:
    'Every event is heard by all listeners in their order before the emit returns. Shows what one call of a listener costs.',
  parameters: {
    listeners: { text: 'Listeners of the event.' },
    events: { text: 'Events in a round, one after the other.' },
    stride: { text: 'In measured rounds every `stride`-th event is recorded; in traced ones all are.' },
  },
  profiles: {
    smoke: [{ name: '3x50', params: { listeners: 3, events: 50, stride: 10 }, pacing: SMOKE }],
    quick: [{ name: '10x1000', params: { listeners: 10, events: 1000, stride: 100 }, pacing: BRIEF.quick }],
    standard: [
      {
        name: '1x10000',
        params: { listeners: 1, events: 10_000, stride: 1000 },
        pacing: pacing(300, 1000, 3),
      },
      {
        name: '10x5000',
        params: { listeners: 10, events: 5000, stride: 1000 },
        pacing: pacing(300, 1000, 3),
      },
    ],
    full: [
      { name: '1x50000', params: { listeners: 1, events: 50_000, stride: 1000 }, pacing: LONG.full },
      { name: '10x20000', params: { listeners: 10, events: 20_000, stride: 1000 }, pacing: LONG.full },
      { name: '100x2000', params: { listeners: 100, events: 2000, stride: 100 }, pacing: LONG.full },
    ],
  },
  shrink: { listeners: 1, events: 1, stride: 1 },
  alphabet: [
    {
      name: 'handle',
      code: 1,
      order: 'sequence',
      text: 'A listener has been called. In measured rounds only for every `stride`-th event.',
      key: 'always 0',
      id: 'event times listeners plus listener',
      digest: 'state after the call',
    },
    {
      name: 'emitted',
      code: 2,
      order: 'sequence',
      text: 'The emit has returned.',
      key: 'always 0',
      id: 'event, from 0',
      digest: 'state',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'L3',
      level: 'must',
      text: 'Each listener hears each event exactly once.',
      events: ['handle', 'emitted'],
    },
    {
      kind: 'exact',
      id: 'L7',
      level: 'must',
      text: 'Events are heard in the order of their emission, each by the listeners in the order in which they were added.',
      events: ['handle'],
    },
    {
      kind: 'exact',
      id: 'L1',
      level: 'must',
      text: 'An emit returns when its last listener has returned, and then no call is under way.',
      events: ['handle', 'emitted'],
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per call', primary: true, minimumEffect: 0.02 }),
    wallPerOperation({ title: 'time per call', primary: false, minimumEffect: 0.02 }),
  ],
  measurement: MEANING_NOT_SPEED,
  operation: 'call of a listener',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a stream has one reader, not many listeners' },
      blocking: { unsupported: 'calling listeners waits for nothing: there is nothing to block on' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol is the one listener of its transport' },
      generators: { unsupported: 'a generator waits to be resumed: a listener is called' },
      coroutines: 'supported',
      blocking: { unsupported: 'calling listeners waits for nothing: there is nothing to block on' },
      nurseries: {
        unsupported:
          'calling listeners passes through no loop: `coroutines` shows what awaiting each of them costs',
      },
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // Twice what is expected: an event too many is to be a finding, not a full recorder.
  capacity: (params) => ({ events: 2 * (calls(params) + Number(params['events'])), samples: 0 }),
  operations: calls,
  expected,
};
