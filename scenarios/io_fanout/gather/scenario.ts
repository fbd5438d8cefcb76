// io_fanout.gather: many units run at once, each sleeps and returns a value or fails; all results are collected in order.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { sliceCpu, wallPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Keys of the trace: what the units do is free of order, what the gathering hands over is not. */
const UNITS = 0;
const RESULTS = 1;

/** The value of a unit, which no workload can give without having run it or read this. */
function valueOf(seed: number, unit: number): number {
  return Math.imul(seed ^ unit, 0x9e3779b1) >>> 0;
}

/** In traced rounds the first unit of a gathering sleeps longer by `spreadMs`, each further one by half of that: the first in line ends last. */
function tracedSleepUs(params: Parameters, place: number): number {
  return 1000 * (Number(params['sleepMs']) + Math.floor(Number(params['spreadMs']) / 2 ** place));
}

function* expected({ params, nonce, traced }: Expectation): Iterable<ExpectedEvent> {
  const units = Number(params['units']);
  const all = units * Number(params['gathers']);
  const failEvery = Number(params['failEvery']);
  const seed = seedOfNonce(nonce);
  for (let id = 0; id < all; id++) {
    const digest = valueOf(seed, id);
    if (traced) yield { kind: 'begin', key: UNITS, id, digest: tracedSleepUs(params, id % units) };
    if (traced) yield { kind: 'finish', key: UNITS, id, digest };
    yield { kind: (id + 1) % failEvery === 0 ? 'failed' : 'result', key: RESULTS, id, digest };
  }
}

export const scenario: Scenario = {
  id: 'io_fanout.gather',
  version: 5,
  family: 'io_fanout',
  title: 'Gather',
  summary:
    'Many units that only wait run at the same time, some fail, and all results are collected in order. Shows what a unit of concurrency costs.',
  parameters: {
    units: { text: 'Units that run at the same time.' },
    gathers: { text: 'Gatherings in a round, one after the other.' },
    sleepMs: { text: 'Sleep of each unit.', unit: 'ms' },
    spreadMs: {
      text: 'In traced rounds the first unit of a gathering sleeps longer by this, each further one by half of that.',
      unit: 'ms',
    },
    failEvery: { text: 'Every `failEvery`-th unit fails after its sleep.' },
  },
  profiles: {
    smoke: [
      {
        name: '20u',
        params: { units: 20, gathers: 1, sleepMs: 1, spreadMs: 16, failEvery: 7 },
        pacing: SMOKE,
      },
    ],
    quick: [
      {
        name: '1000u',
        params: { units: 1000, gathers: 1, sleepMs: 1, spreadMs: 16, failEvery: 25 },
        pacing: { warmupMs: 150, measuredMs: 120, minimumRounds: 2 },
      },
    ],
    standard: [
      {
        name: '100u',
        params: { units: 100, gathers: 2, sleepMs: 1, spreadMs: 16, failEvery: 25 },
        pacing: LONG.standard,
      },
      {
        name: '1000u',
        params: { units: 1000, gathers: 1, sleepMs: 1, spreadMs: 16, failEvery: 25 },
        pacing: pacing(250, 1000, 2),
      },
    ],
    full: [
      {
        name: '100u',
        params: { units: 100, gathers: 4, sleepMs: 1, spreadMs: 16, failEvery: 25 },
        pacing: LONG.full,
      },
      {
        name: '1000u',
        params: { units: 1000, gathers: 1, sleepMs: 1, spreadMs: 16, failEvery: 25 },
        pacing: pacing(500, 4000, 2),
      },
      {
        name: '3000u',
        params: { units: 3000, gathers: 1, sleepMs: 1, spreadMs: 16, failEvery: 25 },
        pacing: pacing(500, 4000, 1),
      },
    ],
  },
  shrink: { units: 1, gathers: 1 },
  alphabet: [
    {
      name: 'begin',
      code: 1,
      order: 'free',
      text: 'A unit begins its sleep. In traced rounds only.',
      key: 'always 0',
      id: 'unit, counted through the round',
      digest: 'sleep of this unit in microseconds',
    },
    {
      name: 'finish',
      code: 2,
      order: 'free',
      text: 'A unit is over, whether it returns or fails. In traced rounds only.',
      key: 'always 0',
      id: 'unit, counted through the round',
      digest: 'value of the unit',
    },
    {
      name: 'result',
      code: 3,
      order: 'sequence',
      text: 'The gathering hands over the value of a unit.',
      key: 'always 1',
      id: 'place in the list of results, counted through the round',
      digest: 'the value',
    },
    {
      name: 'failed',
      code: 4,
      order: 'sequence',
      text: 'The gathering hands over the failure of a unit.',
      key: 'always 1',
      id: 'place in the list of results, counted through the round',
      digest: 'value of the unit that failed',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I6',
      level: 'must',
      text: 'Results and failures are handed over in the order of the units, not of their ends.',
      events: ['result', 'failed'],
    },
    {
      kind: 'multiset',
      id: 'I6a',
      level: 'must',
      text: 'Every unit begins and ends exactly once: a failure cancels no sibling.',
      events: ['begin', 'finish'],
    },
    {
      kind: 'edge',
      id: 'I6b',
      level: 'must',
      text: 'A value is handed over after its unit has ended.',
      before: 'finish',
      after: 'result',
      join: 'id',
    },
    {
      kind: 'edge',
      id: 'I6c',
      level: 'must',
      text: 'A failure is handed over after its unit has ended.',
      before: 'finish',
      after: 'failed',
      join: 'id',
    },
    {
      kind: 'not-before',
      id: 'T3',
      level: 'must',
      text: 'No unit ends before its sleep has passed, within the tolerance that its runtime documents.',
      start: 'begin',
      end: 'finish',
    },
  ],
  metrics: [
    sliceCpu({ title: 'CPU per unit', primary: true, minimumEffect: 0.03 }),
    wallPerOperation({ title: 'time per unit', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: {
    kind: 'plain',
    cpus: 'one',
    reason:
      'What a gather costs depends on the collector, and that on the ones before it: of two runtimes that take turns the faster has more of them behind it.',
    gate: { operations: ['units'], warmup: 20, warmupMs: 200, passes: 18, typical: 'cpu' },
  },
  operation: 'unit',
  comparesStyles: false,
  inDefaultRun: true,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a stream hands over one thing after the other and gathers nothing' },
      blocking: 'supported',
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a unit that sleeps has none' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: 'supported',
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: (params) => ({ events: 3 * Number(params['units']) * Number(params['gathers']), samples: 0 }),
  operations: (params) => Number(params['units']) * Number(params['gathers']),
  expected,
};
