// ordering.starvation: chains of deferrals that do not end until a timer fires. Turns must let it; steps may starve it, by profile.
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, quantileDifference } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';
import profiles from './profiles.json' with { type: 'json' };

/** Key of the chains of turns, and key of the chains of steps. */
const TURN = 0;
const CHAINS = 2;

/** Whether a chain of the runtime's smallest deferrals keeps timers from firing. */
const PROFILES: Profiles<{ readonly stepStarves: boolean }> = profiles;

function* expected({ params, runtime }: Expectation): Iterable<ExpectedEvent> {
  const digest = 1000 * Number(params['delayMs']);
  const { stepStarves } = profileRow(PROFILES, runtime);
  for (let timer = 0; timer < Number(params['timers']); timer++)
    for (let key = 0; key < CHAINS; key++) {
      const id = timer * CHAINS + key;
      const starves = key !== TURN && stepStarves;
      yield { kind: 'arm', key, id, digest };
      if (starves) yield { kind: 'gave_up', key, id, digest: 0 };
      yield { kind: 'fire', key, id, digest };
      if (!starves) yield { kind: 'stop', key, id, digest: 0 };
    }
}

const size = (timers: number): Parameters => ({ timers, delayMs: 4, patience: 10_000 });

export const scenario: Scenario = {
  id: 'ordering.starvation',
  version: 1,
  family: 'ordering',
  title: 'Starvation',
  summary:
    'A chain of deferrals goes on until a timer fires. Does the timer get its turn? Shows how late it comes.',
  parameters: {
    timers: { text: 'Timers in a round for each of the two chains, one after the other.' },
    delayMs: { text: 'Delay of each timer.', unit: 'ms' },
    patience: { text: 'Deferrals that a chain makes after the timer was due before it gives up.' },
  },
  profiles: {
    smoke: [{ name: '1t', params: size(1), pacing: SMOKE }],
    quick: [{ name: '3t', params: size(3), pacing: BRIEF.quick }],
    standard: [{ name: '10t', params: size(10), pacing: pacing(0, 500, 3) }],
    full: [{ name: '20t', params: size(20), pacing: pacing(100, 2000, 5) }],
  },
  shrink: { timers: 1 },
  alphabet: [
    {
      name: 'arm',
      code: 1,
      order: 'sequence',
      text: 'The timer is about to be armed, and the chain to begin.',
      key: '0: chain of turns, 1: chain of steps',
      id: 'timer, counted through both chains',
      digest: 'delay in microseconds',
    },
    {
      name: 'fire',
      code: 2,
      order: 'sequence',
      text: 'The timer fires.',
      key: '0: chain of turns, 1: chain of steps',
      id: 'timer, counted through both chains',
      digest: 'delay in microseconds',
    },
    {
      name: 'stop',
      code: 3,
      order: 'sequence',
      text: 'The chain sees that the timer has fired, and ends.',
      key: '0: chain of turns, 1: chain of steps',
      id: 'timer, counted through both chains',
      digest: 'always 0',
    },
    {
      name: 'gave_up',
      code: 4,
      order: 'sequence',
      text: 'The chain ends because the timer was due long ago and has not fired.',
      key: '0: chain of turns, 1: chain of steps',
      id: 'timer, counted through both chains',
      digest: 'always 0',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'T1',
      level: 'must',
      text: 'Each armed timer fires exactly once.',
      events: ['arm', 'fire'],
    },
    {
      kind: 'not-before',
      id: 'T3',
      level: 'must',
      text: 'No timer fires before its delay has passed, within the tolerance that its runtime documents.',
      start: 'arm',
      end: 'fire',
    },
    {
      kind: 'exact',
      id: 'S1',
      level: 'must',
      text: 'A chain of turns lets a due timer fire; a chain of steps does or does not, as the profile of the runtime says.',
      events: ['arm', 'fire', 'stop', 'gave_up'],
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per timer', primary: true, minimumEffect: 0.05 }),
    quantileDifference('p50', 0.5, { title: 'lateness p50', primary: false, minimumEffect: 20_000 }),
  ],
  measurement: MEANING_NOT_SPEED,
  samples: {
    event: 'fire',
    key: TURN,
    count: ['timers'],
    value: { kind: 'lateness', start: 'arm', from: 'id' },
    atOnce: [1],
    delayMs: 'delayMs',
  },
  operation: 'timer',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'an emitter calls its listeners at once: it defers nothing by itself' },
      promises: 'supported',
      streams: { unsupported: 'a stream defers as its buffers fill, not step by step' },
      blocking: { unsupported: 'where calls block nothing is deferred' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and this scenario has no transport' },
      generators: { unsupported: 'a generator is resumed by a callback of the loop: that style shows it' },
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block nothing is deferred' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: (params) => ({
    events: 4 * CHAINS * Number(params['timers']),
    samples: 2 * Number(params['timers']),
  }),
  operations: (params) => CHAINS * Number(params['timers']),
  expected,
};
