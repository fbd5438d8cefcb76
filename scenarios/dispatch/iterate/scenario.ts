// dispatch.iterate: items that arrive in bursts, consumed by iteration or by callbacks: nothing is lost, and the buffer is bounded.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, wallPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Key of what is produced, and key of what is consumed. */
const PRODUCED = 0;
const CONSUMED = 1;

const advance = (state: number): number => (Math.imul(state, 1664525) + 1013904223) >>> 0;

/** The values come from a linear congruential generator (Numerical Recipes); the consumer's state mixes in each value it gets. */
function* expected({ params, nonce, traced }: Expectation): Iterable<ExpectedEvent> {
  const stride = traced ? 1 : Number(params['stride']);
  let value = seedOfNonce(nonce);
  let state = 0;
  for (let id = 0; id < itemsOf(params); id++) {
    value = advance(value);
    state = advance((state ^ value) >>> 0);
    if ((id + 1) % stride !== 0) continue;
    yield { kind: 'produce', key: PRODUCED, id, digest: value };
    yield { kind: 'consume', key: CONSUMED, id, digest: state };
  }
}

function itemsOf(params: Expectation['params']): number {
  return Number(params['bursts']) * Number(params['perBurst']);
}

export const scenario: Scenario = {
  id: 'dispatch.iterate',
  version: 1,
  family: 'dispatch',
  title: 'Iteration',
  summary:
    'Items that arrive in bursts, consumed by iteration or by callbacks. Nothing is lost. Shows what the buffer in between costs.',
  parameters: {
    bursts: { text: 'Bursts in a round; each begins when the one before has been consumed.' },
    perBurst: { text: 'Items of a burst, all produced in one turn of the loop.' },
    stride: { text: 'In measured rounds every `stride`-th item is recorded; in traced ones all are.' },
  },
  profiles: {
    smoke: [{ name: '5x10', params: { bursts: 5, perBurst: 10, stride: 10 }, pacing: SMOKE }],
    quick: [{ name: '50x40', params: { bursts: 50, perBurst: 40, stride: 100 }, pacing: BRIEF.quick }],
    standard: [
      {
        name: '10000x1',
        params: { bursts: 10_000, perBurst: 1, stride: 1000 },
        pacing: pacing(300, 1000, 3),
      },
      { name: '200x100', params: { bursts: 200, perBurst: 100, stride: 1000 }, pacing: pacing(300, 1000, 3) },
    ],
    full: [
      { name: '20000x1', params: { bursts: 20_000, perBurst: 1, stride: 1000 }, pacing: LONG.full },
      { name: '200x200', params: { bursts: 200, perBurst: 200, stride: 1000 }, pacing: LONG.full },
    ],
  },
  shrink: { bursts: 1, perBurst: 1, stride: 1 },
  alphabet: [
    {
      name: 'produce',
      code: 1,
      order: 'sequence',
      text: 'An item is about to be handed over. In measured rounds only every `stride`-th is recorded.',
      key: 'always 0',
      id: 'item, from 0',
      digest: 'value of the item, from the nonce',
    },
    {
      name: 'consume',
      code: 2,
      order: 'sequence',
      text: 'An item has been consumed. In measured rounds only every `stride`-th is recorded.',
      key: 'always 1',
      id: 'item, counted by the consumer',
      digest: 'state of the consumer, from all values so far',
    },
    {
      name: 'peak',
      code: 3,
      order: 'raw',
      text: 'The most items that were produced and not consumed yet.',
      key: 'always 1',
      id: 'always 0',
      digest: 'items',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'L3',
      level: 'must',
      text: 'Each item is consumed exactly once, in the order of production.',
      events: ['produce', 'consume'],
    },
    {
      kind: 'edge',
      id: 'L3e',
      level: 'must',
      text: 'An item is produced before it is consumed.',
      before: 'produce',
      after: 'consume',
      join: 'id',
    },
    {
      kind: 'at-most',
      id: 'I5',
      level: 'must',
      text: 'The buffer never holds more than a burst.',
      event: 'peak',
      atMost: 'perBurst',
    },
    {
      kind: 'count',
      id: 'I5c',
      level: 'must',
      text: 'The peak of the buffer is reported.',
      event: 'peak',
      product: [1],
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per item', primary: true, minimumEffect: 0.02 }),
    wallPerOperation({ title: 'time per item', primary: false, minimumEffect: 0.02 }),
  ],
  measurement: MEANING_NOT_SPEED,
  operation: 'item',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: { unsupported: "an emitter's listener is the callback here" },
      events: 'supported',
      promises: 'supported',
      streams: 'supported',
      blocking: { unsupported: 'where calls block, producer and consumer need threads of their own' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and this scenario has no transport' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block, producer and consumer need threads of their own' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // Twice what is expected: an event too many is to be a finding, not a full recorder.
  capacity: (params) => ({ events: 4 * itemsOf(params) + 2, samples: 0 }),
  operations: itemsOf,
  expected,
};
