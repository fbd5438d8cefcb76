// dispatch.turn: a chain of deferred hops, each armed by the one before. What one turn of the loop, or one step, costs.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { sliceCpu, sliceTime } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { SamplingPlan } from '../../../harness/contract/measurement.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

const HOP = 1;

/**
 * Each hop advances a linear congruential generator (Numerical Recipes) that begins at the seed of the nonce. A hop that is recorded asks for one more
 * turn before it asks for the next hop: that one comes between the two.
 */
function* expected({ params, nonce, traced }: Expectation): Iterable<ExpectedEvent> {
  const stride = traced ? 1 : Number(params['stride']);
  const hops = Number(params['hops']);
  let state = seedOfNonce(nonce);
  for (let id = 0; id < hops; id++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if ((id + 1) % stride !== 0) continue;
    yield { kind: 'hop', key: 0, id, digest: state };
    if (params['level'] !== 'turn' || id + 1 === hops) continue;
    yield { kind: 'armed', key: 0, id, digest: 0 };
    yield { kind: 'between', key: 0, id, digest: state };
  }
}

/** Some ten milliseconds of hops; of two builds about one. */
const TURN_SLICE = { operations: 10_000, gate: 500 };
const STEP_SLICE = { operations: 100_000, gate: 10_000 };

const slicesOf = ({ operations, gate }: typeof TURN_SLICE): SamplingPlan => ({
  kind: 'sliced',
  sizes: {
    operations: [operations],
    lead: [operations / 2],
    short: [operations / 10],
    gate: [gate],
  },
  warmup: { gate: 20, ratio: 4 },
  warmupMs: 0,
  passes: { gate: 60, ratio: 8 },
  typical: 'wall',
  reason: 'Hops need nothing but the loop: a slice of them ends with nothing under way.',
});

const turn = (hops: number): Parameters => ({ level: 'turn', hops, stride: 1000 });
const step = (hops: number): Parameters => ({ level: 'step', hops, stride: 1000 });

export const scenario: Scenario = {
  id: 'dispatch.turn',
  version: 4,
  family: 'dispatch',
  title: 'Turns and steps',
  summary:
    'A chain of deferred hops: turns of the loop, or steps within one. The two levels are never compared.',
  parameters: {
    level: {
      text: '`turn`: each hop is a turn of the loop. `step`: each hop is the smallest step of the style.',
    },
    hops: { text: 'Hops in a round, one after the other.' },
    stride: { text: 'In measured rounds every `stride`-th hop is recorded; in traced ones all are.' },
  },
  profiles: {
    smoke: [
      { name: 'turn', params: turn(2000), pacing: SMOKE },
      { name: 'step', params: step(2000), pacing: SMOKE, measurement: slicesOf(STEP_SLICE) },
    ],
    quick: [
      { name: 'turn', params: turn(20_000), pacing: pacing(60, 150, 3) },
      { name: 'step', params: step(50_000), pacing: pacing(60, 150, 3), measurement: slicesOf(STEP_SLICE) },
    ],
    standard: [
      { name: 'turn', params: turn(50_000), pacing: pacing(300, 1000, 5) },
      {
        name: 'step',
        params: step(100_000),
        pacing: pacing(300, 1000, 5),
        measurement: slicesOf(STEP_SLICE),
      },
    ],
    full: [
      { name: 'turn', params: turn(100_000), pacing: pacing(1000, 4000, 10) },
      {
        name: 'step',
        params: step(200_000),
        pacing: pacing(1000, 4000, 10),
        measurement: slicesOf(STEP_SLICE),
      },
    ],
  },
  shrink: { hops: 1, stride: 1 },
  alphabet: [
    {
      name: 'hop',
      code: HOP,
      order: 'sequence',
      text: 'A deferred hop has run. In measured rounds only every `stride`-th is recorded.',
      key: 'always 0',
      id: 'hop, from 0',
      digest: 'state after the hop',
    },
    {
      name: 'armed',
      code: 2,
      order: 'sequence',
      text: 'A recorded hop has asked for one more turn, and not yet for the next hop. Not after the last one, nor where hops are steps.',
      key: 'always 0',
      id: 'hop, from 0',
      digest: 'always 0',
    },
    {
      name: 'between',
      code: 3,
      order: 'sequence',
      text: 'That turn has come.',
      key: 'always 0',
      id: 'hop that asked for it',
      digest: 'state after that hop',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'L3',
      level: 'must',
      text: 'Deferred callbacks run exactly once each, in the order in which they were deferred.',
      events: ['hop'],
    },
    {
      kind: 'exact',
      id: 'L2',
      level: 'must',
      text: 'One hop is under way at a time, and each waits for its turn: what a hop asks for before the next one runs between the two, and not at once.',
      events: ['hop', 'armed', 'between'],
    },
  ],
  metrics: [
    sliceCpu({ title: 'CPU per hop', primary: true, minimumEffect: 0.01 }),
    sliceTime('wall', { title: 'time per hop', primary: true, minimumEffect: 0.01 }),
  ],
  measurement: slicesOf(TURN_SLICE),
  operation: 'hop',
  comparesStyles: false,
  inDefaultRun: true,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'an emitter calls its listeners at once: it defers nothing by itself' },
      promises: 'supported',
      streams: { unsupported: 'a stream defers as its buffers fill, not hop by hop' },
      blocking: { unsupported: 'where calls block nothing is deferred' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and this scenario has no transport' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block nothing is deferred' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: (params) => ({ events: 3 * Number(params['hops']), samples: 0 }),
  operations: (params) => Number(params['hops']),
  expected,
};
