// example.ticks: a loop that sleeps for one period at a time. Replace the sleep in both workloads by what your program does.
import { cpuPerOperation, defineScenario, pacing, quantileDifference } from 'evenloop';

const noWorkload = { unsupported: 'this example has one workload a language' };

export const scenario = defineScenario({
  id: 'example.ticks',
  version: 1,
  family: 'example',
  title: 'Ticks',
  summary: 'A loop that sleeps for one period at a time. Shows what a tick costs and how late it comes.',
  parameters: {
    periodMs: { text: 'Sleep of each tick.', unit: 'ms' },
    ticks: { text: 'Ticks in a round, one after the other.' },
  },
  // The amount of work of each profile. pacing(warm-up ms, measured ms, fewest rounds).
  profiles: {
    smoke: [{ name: '5ms', params: { periodMs: 5, ticks: 4 }, pacing: pacing(0, 1, 1) }],
    quick: [{ name: '5ms', params: { periodMs: 5, ticks: 10 }, pacing: pacing(60, 500, 2) }],
    standard: [{ name: '5ms', params: { periodMs: 5, ticks: 50 }, pacing: pacing(200, 1000, 3) }],
    full: [{ name: '1ms', params: { periodMs: 1, ticks: 500 }, pacing: pacing(500, 4000, 3) }],
  },
  // The smallest parameters that still mean something: for the search of small counterexamples.
  shrink: { ticks: 1 },
  // What workloads record. A digest is a number that says what an event was about.
  alphabet: [
    {
      name: 'arm',
      code: 1,
      order: 'sequence',
      text: 'The sleep begins.',
      key: 'always 0',
      id: 'tick, from 0',
      digest: 'period in microseconds',
    },
    {
      name: 'fire',
      code: 2,
      order: 'sequence',
      text: 'The sleep is over.',
      key: 'always 0',
      id: 'tick, from 0',
      digest: 'period in microseconds',
    },
  ],
  // The contract. What breaks a rule has no numbers, but a counterexample.
  rules: [
    {
      kind: 'exact',
      id: 'E1',
      level: 'must',
      text: 'Each tick begins and ends exactly once, in order.',
      events: ['arm', 'fire'],
    },
    {
      kind: 'not-before',
      id: 'E2',
      level: 'must',
      text: 'No tick ends before its period has passed, within the tolerance that its runtime documents.',
      start: 'arm',
      end: 'fire',
    },
    {
      kind: 'edge',
      id: 'E3',
      level: 'must',
      text: 'A tick begins before it ends.',
      before: 'arm',
      after: 'fire',
      join: 'key-id',
    },
    {
      kind: 'lateness',
      id: 'E4',
      level: 'must',
      text: 'No sample is earlier than the documented tolerance.',
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per tick', primary: true, minimumEffect: 0.02 }),
    quantileDifference('p90', 0.9, { title: 'lateness p90', primary: false, minimumEffect: 50_000 }),
  ],
  measurement: {
    kind: 'duet',
    reason: 'Processes that mostly sleep are compared under the same state of the machine.',
  },
  // What the samples are: the harness holds their number and their values against the trace.
  samples: {
    event: 'fire',
    value: { kind: 'lateness', start: 'arm', from: 'id' },
    atOnce: [1],
    delayMs: 'periodMs',
  },
  operation: 'tick',
  comparesStyles: false,
  inDefaultRun: true,
  // Why there is no workload in a style: any style that a runner has and this folder does not.
  styles: {
    callbacks: noWorkload,
    events: noWorkload,
    streams: noWorkload,
    protocols: noWorkload,
    generators: noWorkload,
    blocking: noWorkload,
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: ({ ticks }) => ({ events: 2 * Number(ticks), samples: Number(ticks) }),
  operations: ({ ticks }) => Number(ticks),
  // Everything that must happen in a round, from the parameters alone.
  *expected({ params }) {
    for (let id = 0; id < Number(params.ticks); id++) {
      yield { kind: 'arm', key: 0, id, digest: Number(params.periodMs) * 1000 };
      yield { kind: 'fire', key: 0, id, digest: Number(params.periodMs) * 1000 };
    }
  },
});
