// ordering.defer: callbacks deferred in three classes, each deferring the next. What was deferred first runs first, never at once.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** The classes of deferral; the key of a class is its place here. */
const CLASSES = ['turn', 'step', 'reaction'];

/** The value of a callback, which no workload can give without having read the nonce. */
function valueOf(seed: number, key: number, id: number): number {
  return Math.imul(seed ^ (key * 0x10000 + id), 0x9e3779b1) >>> 0;
}

/** Callback `id` of one level defers callback `id + count` of the next, while it runs. */
function* expected({ params, nonce }: Expectation): Iterable<ExpectedEvent> {
  const count = Number(params['count']);
  const all = count * Number(params['levels']);
  const seed = seedOfNonce(nonce);
  for (let key = 0; key < CLASSES.length; key++) {
    const event = (kind: string, id: number): ExpectedEvent => ({
      kind,
      key,
      id,
      digest: valueOf(seed, key, id),
    });
    for (let id = 0; id < count; id++) yield event('defer', id);
    yield { kind: 'armed', key, id: count, digest: 0 };
    for (let id = 0; id < all; id++) {
      yield event(id < count ? 'enter' : 'inner', id);
      if (id + count < all) yield event('defer', id + count);
    }
  }
}

export const scenario: Scenario = {
  id: 'ordering.defer',
  version: 1,
  family: 'ordering',
  title: 'Deferral',
  summary:
    'Callbacks deferred in three classes, nested: each class is first in, first out, and nothing deferred runs at once.',
  parameters: {
    count: { text: 'Callbacks of each class that are deferred in one piece of code.' },
    levels: { text: 'How deep it goes: each callback defers one of the next level, of its own class.' },
  },
  profiles: {
    smoke: [{ name: '8x2', params: { count: 8, levels: 2 }, pacing: SMOKE }],
    quick: [{ name: '250x4', params: { count: 250, levels: 4 }, pacing: BRIEF.quick }],
    standard: [
      { name: '250x4', params: { count: 250, levels: 4 }, pacing: BRIEF.standard },
      { name: '1000x8', params: { count: 1000, levels: 8 }, pacing: pacing(200, 1000, 3) },
    ],
    full: [
      { name: '250x4', params: { count: 250, levels: 4 }, pacing: pacing(300, 2000, 5) },
      { name: '1000x8', params: { count: 1000, levels: 8 }, pacing: pacing(500, 4000, 5) },
      { name: '10000x3', params: { count: 10_000, levels: 3 }, pacing: pacing(500, 4000, 5) },
    ],
  },
  shrink: { count: 1, levels: 1 },
  alphabet: [
    {
      name: 'defer',
      code: 1,
      order: 'sequence',
      text: 'A callback is deferred.',
      key: 'class: 0 turn, 1 step, 2 reaction',
      id: 'callback, counted through the class',
      digest: 'value of the callback',
    },
    {
      name: 'armed',
      code: 2,
      order: 'sequence',
      text: 'The code that deferred the first level (and settled what the reactions wait for) is about to return.',
      key: 'class: 0 turn, 1 step, 2 reaction',
      id: 'how many it deferred',
      digest: 'always 0',
    },
    {
      name: 'enter',
      code: 3,
      order: 'sequence',
      text: 'A callback of the first level begins.',
      key: 'class: 0 turn, 1 step, 2 reaction',
      id: 'callback, counted through the class',
      digest: 'value of the callback',
    },
    {
      name: 'inner',
      code: 4,
      order: 'sequence',
      text: 'A callback that another one deferred begins.',
      key: 'class: 0 turn, 1 step, 2 reaction',
      id: 'callback, counted through the class',
      digest: 'value of the callback',
    },
    {
      name: 'leave',
      code: 5,
      order: 'raw',
      text: 'A callback ends. Recorded in traced rounds.',
      key: 'class: 0 turn, 1 step, 2 reaction',
      id: 'callback, counted through the class',
      digest: 'value of the callback',
    },
  ],
  rules: [
    {
      kind: 'concurrency',
      id: 'L1',
      level: 'must',
      text: 'A callback runs to its end before another begins.',
      open: ['enter', 'inner'],
      close: 'leave',
      atMost: 1,
    },
    {
      kind: 'edge',
      id: 'L2',
      level: 'must',
      text: 'A deferred callback runs after the code that deferred it has returned.',
      before: 'armed',
      after: 'enter',
      join: 'key',
    },
    {
      kind: 'exact',
      id: 'L3',
      level: 'must',
      text: 'Within a class, deferred callbacks run exactly once each, in the order in which they were deferred.',
      events: ['defer', 'armed', 'enter'],
    },
    {
      kind: 'exact',
      id: 'L4',
      level: 'must',
      text: 'A callback deferred by another one runs after the peers that are queued already.',
      events: ['enter', 'inner'],
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per callback', primary: true, minimumEffect: 0.02 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'callback',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'an emitter calls its listeners at once: it defers nothing by itself' },
      promises: 'supported',
      streams: { unsupported: 'a stream defers as its buffers fill, not callback by callback' },
      blocking: { unsupported: 'where calls block nothing is deferred' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and this scenario has no transport' },
      generators: {
        unsupported: 'a generator is resumed by a callback of the loop: that style shows the order',
      },
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block nothing is deferred' },
      nurseries: {
        unsupported: 'trio defers nothing but tasks, and runs those of one turn in a random order by design',
      },
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // A little more than there should be: what comes too often is to be found, not refused.
  capacity: (params) => ({
    events: CLASSES.length * (1 + 3 * Number(params['count']) * Number(params['levels'])) + 16,
    samples: 0,
  }),
  operations: (params) => CLASSES.length * Number(params['count']) * Number(params['levels']),
  expected,
};
