// file_watch.idle: nothing happens in a watched directory for a while. Finds who looks again and again instead of being told.
import { statesOfActs } from '../../../harness/contract/act-plan.ts';
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

export const scenario: Scenario = {
  id: 'file_watch.idle',
  version: 1,
  family: 'file_watch',
  title: 'Watch and wait',
  summary:
    'Nothing happens in a watched directory for a while, then one file is written. Shows which runtime sleeps meanwhile and which one polls: the wake-ups of all processes and threads are counted from outside.',
  parameters: {
    files: { text: 'Files in the watched directory.' },
    restMs: { text: 'How long nothing happens.', unit: 'ms' },
  },
  profiles: {
    smoke: [
      {
        name: '80ms',
        params: { files: 2, restMs: 80 },
        pacing: { warmupMs: 0, measuredMs: 1, minimumRounds: 1 },
      },
    ],
    quick: [
      {
        name: '250ms',
        params: { files: 10, restMs: 250 },
        pacing: { warmupMs: 0, measuredMs: 50, minimumRounds: 2 },
      },
    ],
    standard: [
      {
        name: '1s',
        params: { files: 10, restMs: 1000 },
        pacing: { warmupMs: 0, measuredMs: 50, minimumRounds: 3 },
      },
    ],
    full: [
      {
        name: '4s',
        params: { files: 100, restMs: 4000 },
        pacing: { warmupMs: 0, measuredMs: 5000, minimumRounds: 3 },
      },
    ],
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
      text: 'While nothing happens, the processes of the runner wake at most 25 times a second.',
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
  metrics: [
    {
      id: 'cpu',
      title: 'CPU per millisecond at rest',
      unit: 'ns',
      better: 'lower',
      scale: 'ratio',
      source: { kind: 'cpu-per-operation' },
      primary: true,
      minimumEffect: 0.1,
    },
  ],
  measurement: {
    kind: 'plain',
    reason: 'This scenario checks semantics, not speed: whole rounds in fresh processes are enough.',
  },
  operation: 'millisecond',
  background: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: { unsupported: 'how a loop waits does not depend on the style of waiting' },
      events: { unsupported: 'how a loop waits does not depend on the style of waiting' },
      promises: 'supported',
      streams: { unsupported: 'how a loop waits does not depend on the style of waiting' },
      blocking: {
        unsupported:
          'notices and the writer have to be awaited at once, and Node has no blocking call for either',
      },
    },
    python: {
      callbacks: { unsupported: 'how a loop waits does not depend on the style of waiting' },
      protocols: {
        unsupported: 'an inotify descriptor is neither pipe nor socket, so connect_read_pipe refuses it',
      },
      generators: { unsupported: 'how a loop waits does not depend on the style of waiting' },
      coroutines: 'supported',
      blocking: {
        unsupported:
          'notices and the writer have to be awaited at once: a select over both is an event loop again',
      },
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
