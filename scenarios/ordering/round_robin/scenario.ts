// ordering.round_robin: coroutines that yield again and again advance in rounds, each once a round, in the same order.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, wallPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Keys of the trace: all steps stand in one order, the beginnings in none. */
const STEPS = 0;
const STARTS = 1;

/** The value of a step, counted through the round: which no workload can give without having read the nonce. */
function valueOf(seed: number, step: number): number {
  return Math.imul(seed ^ step, 0x9e3779b1) >>> 0;
}

function* expected({ params, nonce }: Expectation): Iterable<ExpectedEvent> {
  const coroutines = Number(params['coroutines']);
  const rounds = Number(params['rounds']);
  const seed = seedOfNonce(nonce);
  for (let id = 0; id < coroutines; id++) yield { kind: 'start', key: STARTS, id, digest: 0 };
  for (let round = 0; round < rounds; round++)
    for (let id = 0; id < coroutines; id++)
      yield { kind: 'step', key: STEPS, id, digest: valueOf(seed, round * coroutines + id) };
}

const size = (coroutines: number, rounds: number): Parameters => ({ coroutines, rounds });

export const scenario: Scenario = {
  id: 'ordering.round_robin',
  version: 1,
  family: 'ordering',
  title: 'Round robin',
  summary: 'Coroutines that yield advance in rounds: a b c, a b c. Shows what a switch between them costs.',
  parameters: {
    coroutines: { text: 'Coroutines that run at once.' },
    rounds: { text: 'Steps of each coroutine. It yields before every one of them.' },
  },
  profiles: {
    smoke: [{ name: '4c', params: size(4, 5), pacing: SMOKE }],
    quick: [{ name: '50c', params: size(50, 100), pacing: BRIEF.quick }],
    standard: [
      { name: '10c', params: size(10, 1000), pacing: BRIEF.standard },
      { name: '100c', params: size(100, 100), pacing: BRIEF.standard },
      { name: '1000c', params: size(1000, 10), pacing: BRIEF.standard },
    ],
    full: [
      { name: '10c', params: size(10, 2000), pacing: pacing(300, 2000, 5) },
      { name: '100c', params: size(100, 200), pacing: pacing(300, 2000, 5) },
      { name: '1000c', params: size(1000, 20), pacing: pacing(300, 2000, 5) },
      { name: '10000c', params: size(10_000, 4), pacing: pacing(300, 2000, 5) },
    ],
  },
  shrink: { coroutines: 2, rounds: 1 },
  alphabet: [
    {
      name: 'start',
      code: 1,
      order: 'free',
      text: 'A coroutine begins, at once or when the loop comes to it.',
      key: 'always 1',
      id: 'coroutine, from 0',
      digest: 'always 0',
    },
    {
      name: 'step',
      code: 2,
      order: 'sequence',
      text: 'A coroutine has yielded and goes on.',
      key: 'always 0',
      id: 'coroutine, from 0',
      digest: 'value of the step, counted through the round',
    },
    {
      name: 'leave',
      code: 3,
      order: 'raw',
      text: 'A coroutine is about to yield again. Recorded in traced rounds.',
      key: 'always 0',
      id: 'coroutine, from 0',
      digest: 'always 0',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'L8',
      level: 'must',
      text: 'Coroutines that yield advance in rounds, each once a round, in the order in which they were made.',
      events: ['step'],
    },
    {
      kind: 'multiset',
      id: 'L8a',
      level: 'must',
      text: 'Every coroutine begins exactly once.',
      events: ['start'],
    },
    {
      kind: 'edge',
      id: 'L8b',
      level: 'must',
      text: 'A coroutine begins before it goes on.',
      before: 'start',
      after: 'step',
      join: 'id',
    },
    {
      kind: 'concurrency',
      id: 'L1',
      level: 'must',
      text: 'A coroutine runs until it yields before another goes on.',
      open: 'step',
      close: 'leave',
      atMost: 1,
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per switch', primary: true, minimumEffect: 0.02 }),
    wallPerOperation({ title: 'time per switch', primary: false, minimumEffect: 0.02 }),
  ],
  measurement: MEANING_NOT_SPEED,
  operation: 'switch',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'an emitter calls its listeners at once: they cannot take turns' },
      promises: 'supported',
      streams: { unsupported: 'a stream hands over chunks as its buffers fill, not by turns' },
      blocking: { unsupported: 'where calls block nothing yields' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and this scenario has no transport' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block nothing yields' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // A little more than there should be: what comes too often is to be found, not refused.
  capacity: (params) => ({
    events: Number(params['coroutines']) * (1 + 2 * Number(params['rounds'])) + 16,
    samples: 0,
  }),
  operations: (params) => Number(params['coroutines']) * Number(params['rounds']),
  expected,
};
