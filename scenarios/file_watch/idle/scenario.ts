// file_watch.idle: nothing happens in a watched directory for a while. Finds who looks again and again instead of being told.
import { statesOfActs } from '../../../harness/contract/act-plan.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Act } from '../../../harness/contract/act.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

const NOTE = 'watched/note0.txt';

/** Nothing for a while, and then something: who noticed nothing meanwhile must still be awake to it. */
function actsOf(params: Parameters): Act[] {
  return [
    { op: 'rest', ms: Number(params['restMs']) },
    { op: 'write', file: NOTE, key: 0, length: 64 },
  ];
}

function filesOf(params: Parameters): string[] {
  const others = Array.from({ length: Number(params['files']) - 1 }, (_, i) => `watched/item${i}.txt`);
  return [NOTE, ...others];
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  for (const { key, index, digest } of statesOfActs(secret, round, actsOf(params)))
    yield { kind: 'settled', key, id: index, digest };
}

/** Styles that would show nothing else. */
const ONE_STYLE_SHOWS_IT = {
  unsupported: 'how a loop waits does not depend on the style of waiting',
} as const;

export const scenario: Scenario = {
  id: 'file_watch.idle',
  version: 2,
  family: 'file_watch',
  title: 'Watch and wait',
  summary:
    'Nothing happens in a watched directory for a while, then one file is written. Shows which runtime sleeps meanwhile and which one polls: the wake-ups of all processes and threads are counted from outside.',
  parameters: {
    files: { text: 'Files in the watched directory.' },
    restMs: { text: 'How long nothing happens.', unit: 'ms' },
  },
  profiles: {
    // So long that a look every 20 ms is found: 5 wake-ups, where 2 may be.
    smoke: [{ name: '100ms', params: { files: 2, restMs: 100 }, pacing: SMOKE }],
    quick: [{ name: '250ms', params: { files: 10, restMs: 250 }, pacing: BRIEF.quick }],
    standard: [{ name: '1s', params: { files: 10, restMs: 1000 }, pacing: pacing(0, 50, 3) }],
    full: [{ name: '4s', params: { files: 100, restMs: 4000 }, pacing: pacing(0, 5000, 3) }],
  },
  shrink: { files: 1 },
  alphabet: [
    {
      name: 'modified',
      code: 1,
      order: 'raw',
      text: 'A file was read again after a notice, and its content had changed.',
      key: 'always 0',
      id: 'changes that the workload saw in this round before, from 0',
      digest: 'CRC-32 of the content read',
    },
    {
      name: 'settled',
      code: 2,
      order: 'sequence',
      text: 'The writer has seen the state that its write after the rest left acknowledged.',
      key: 'always 0',
      id: 'index of the act, as the writer counts',
      digest: 'CRC-32 of the content last read',
    },
    {
      name: 'stray',
      code: 3,
      order: 'sequence',
      text: 'An untouched file was found to have changed.',
      key: 'always 4294967295',
      id: '0',
      digest: 'CRC-32 of the content read',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'G1',
      level: 'must',
      text: 'The write after the rest is noticed.',
      events: ['settled'],
    },
    {
      kind: 'forbid',
      id: 'G2',
      level: 'must',
      text: 'While nothing happens, nothing is reported.',
      event: 'stray',
    },
    {
      kind: 'resource',
      id: 'R1',
      level: 'must',
      text: 'While nothing happens, the processes of the runner wake at most 25 times a second, once they have fallen asleep.',
      wakeUpsPerSecond: 25,
    },
    {
      kind: 'edge',
      id: 'G4',
      level: 'must',
      text: 'A file is reported as modified before it counts as settled.',
      before: 'modified',
      after: 'settled',
      join: 'key',
    },
    {
      kind: 'converge',
      id: 'G5',
      level: 'must',
      text: 'The last reported content before a file settles is the content on disk after the write.',
      raw: 'modified',
      barrier: 'settled',
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per millisecond at rest', primary: true, minimumEffect: 0.1 })],
  measurement: MEANING_NOT_SPEED,
  samples: { event: 'settled', value: { kind: 'moment' } },
  operation: 'millisecond',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: ONE_STYLE_SHOWS_IT,
      events: ONE_STYLE_SHOWS_IT,
      promises: 'supported',
      streams: ONE_STYLE_SHOWS_IT,
      blocking: WATCHING.nodeBlocking,
    },
    python: {
      callbacks: ONE_STYLE_SHOWS_IT,
      protocols: WATCHING.pythonProtocols,
      generators: ONE_STYLE_SHOWS_IT,
      coroutines: 'supported',
      blocking: WATCHING.pythonBlocking,
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'acts',
    directories: ['watched'],
    files: filesOf(params),
    acts: actsOf(params),
  }),
  capacity: () => ({ events: 70, samples: 1 }),
  operations: (params) => Number(params['restMs']),
  expected,
};
