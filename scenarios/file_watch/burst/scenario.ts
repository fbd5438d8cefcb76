// file_watch.burst: many overwrites at a stroke, acknowledged by nobody; only the last state of each file must be found.
import { crc32 } from '../../../harness/contract/digest.ts';
import { contentOfWrite, lastWrite } from '../../../harness/contract/stimulus.ts';
import { LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, quantileDifference } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  const files = Number(params['files']);
  const writes = Number(params['writes']);
  for (let key = 0; key < files; key++) {
    const last = lastWrite(key, writes, files);
    if (last === null) continue;
    const digest = crc32(contentOfWrite(secret, round, last, Number(params['bytes'])));
    yield { kind: 'settled', key, id: 0, digest };
  }
}

export const scenario: Scenario = {
  id: 'file_watch.burst',
  version: 1,
  family: 'file_watch',
  title: 'Watch a burst of writes',
  summary:
    'Another program overwrites a few files many times without waiting. Shows what a storm of notices costs, and how soon the last state is known.',
  parameters: {
    files: { text: 'Files that the writes go to in turn.' },
    writes: { text: 'Overwrites of a round, none of them acknowledged.' },
    bytes: { text: 'Length of a file after a write.', unit: 'B' },
    spacingUs: { text: 'Time between two writes; 0 is as fast as possible.', unit: 'us' },
  },
  profiles: {
    smoke: [{ name: '4f-20w', params: { files: 4, writes: 20, bytes: 256, spacingUs: 0 }, pacing: SMOKE }],
    quick: [
      { name: '4f-1000w', params: { files: 4, writes: 1000, bytes: 256, spacingUs: 0 }, pacing: LONG.quick },
    ],
    standard: [
      {
        name: '4f-2000w',
        params: { files: 4, writes: 2000, bytes: 256, spacingUs: 0 },
        pacing: LONG.standard,
      },
      {
        name: '4f-200w-500us',
        params: { files: 4, writes: 200, bytes: 256, spacingUs: 500 },
        pacing: LONG.standard,
      },
    ],
    full: [
      { name: '4f-4000w', params: { files: 4, writes: 4000, bytes: 256, spacingUs: 0 }, pacing: LONG.full },
      {
        name: '64f-4000w-4KiB',
        params: { files: 64, writes: 4000, bytes: 4096, spacingUs: 0 },
        pacing: LONG.full,
      },
      {
        name: '4f-200w-5ms',
        params: { files: 4, writes: 200, bytes: 256, spacingUs: 5000 },
        pacing: pacing(1000, 4000, 3),
      },
    ],
  },
  shrink: { files: 1, writes: 1, bytes: 16 },
  alphabet: [
    {
      name: 'modified',
      code: 1,
      order: 'raw',
      text: 'A file was read again after a notice, and its content had changed.',
      key: 'file, from 0',
      id: 'changes that the workload saw in this round before, from 0',
      digest: 'CRC-32 of the content read',
    },
    {
      name: 'settled',
      code: 2,
      order: 'sequence',
      text: 'The writer has seen its last state of the file acknowledged.',
      key: 'file, from 0',
      id: 'always 0',
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
      text: 'The last state of each file is noticed after the last write.',
      events: ['settled'],
    },
    {
      kind: 'forbid',
      id: 'G2',
      level: 'must',
      text: 'An untouched file is never reported as changed.',
      event: 'stray',
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
      text: 'The last reported content before a file settles is the content that the last write left.',
      raw: 'modified',
      barrier: 'settled',
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per write', primary: true, minimumEffect: 0.03 }),
    quantileDifference('convergence', 0.5, {
      title: 'convergence p50',
      primary: false,
      minimumEffect: 500_000,
    }),
  ],
  measurement: {
    kind: 'plain',
    repeats: 3,
    reason: 'A burst ends by convergence: the moment at which nothing is under way any more is unknown.',
  },
  samples: { event: 'settled', count: [1], value: { kind: 'stretch' }, atOnce: [1] },
  operation: 'write',
  comparesStyles: false,
  inDefaultRun: true,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: 'supported',
      promises: 'supported',
      streams: 'supported',
      blocking: WATCHING.nodeBlocking,
    },
    python: {
      callbacks: 'supported',
      protocols: WATCHING.pythonProtocols,
      generators: 'supported',
      coroutines: 'supported',
      blocking: WATCHING.pythonBlocking,
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'burst',
    files: Number(params['files']),
    writes: Number(params['writes']),
    bytes: Number(params['bytes']),
    spacingUs: Number(params['spacingUs']),
  }),
  /** A write is seen in two states at most, empty and full; settled comes once a file. */
  capacity: (params) => ({
    events: 2 * Number(params['writes']) + 2 * Number(params['files']) + 64,
    samples: 1,
  }),
  operations: (params) => Number(params['writes']),
  expected,
};
