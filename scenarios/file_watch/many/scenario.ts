// file_watch.many: a few files are written in a directory that holds very many. Says what the number of watched files costs.
import { statesOfActs } from '../../../harness/contract/act-plan.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, noticeQuantile, peakResident } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Act } from '../../../harness/contract/act.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

const nameOf = (key: number): string => `watched/note${key}.txt`;

function actsOf(params: Parameters): Act[] {
  return Array.from({ length: Number(params['edits']) }, (_, edit): Act => {
    const key = edit % Number(params['written']);
    return { op: 'write', file: nameOf(key), key, length: Number(params['bytes']) };
  });
}

function filesOf(params: Parameters): string[] {
  const written = Number(params['written']);
  return Array.from({ length: Number(params['files']) }, (_, i) =>
    i < written ? nameOf(i) : `watched/item${i}.txt`,
  );
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  for (const { key, index, digest } of statesOfActs(secret, round, actsOf(params)))
    yield { kind: 'settled', key, id: index, digest };
}

function series(
  counts: readonly number[],
  edits: number,
  pacing: ParameterSet['pacing'],
): readonly ParameterSet[] {
  return counts.map((files) => ({
    name: `${files}f`,
    params: { files, written: Math.min(files, 20), edits, bytes: 64 },
    pacing,
  }));
}

/** Styles that would show nothing else. */
const ONE_STYLE_SHOWS_IT = {
  unsupported: 'the cost of an unchanged file does not depend on the style of waiting',
} as const;

export const scenario: Scenario = {
  id: 'file_watch.many',
  version: 1,
  family: 'file_watch',
  title: 'Watch many files',
  summary:
    'A few files are written in a directory that holds very many. Shows whether cost and memory grow with what is watched, or only with what happens.',
  parameters: {
    files: { text: 'Files in the watched directory.' },
    written: { text: 'How many of them are written in turn.' },
    edits: { text: 'Writes of a round, one after the other.' },
    bytes: { text: 'Length of a file after a write.', unit: 'B' },
  },
  profiles: {
    smoke: series([20], 8, SMOKE),
    quick: series([1, 100, 1000], 60, BRIEF.quick),
    standard: series([1, 100, 5000], 120, BRIEF.standard),
    full: series([1, 10, 100, 1000, 5000], 240, pacing(200, 2000, 3)),
  },
  shrink: { written: 1, edits: 1, bytes: 16 },
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
      text: 'The writer has seen its own state acknowledged.',
      key: 'file, from 0',
      id: 'index of the write, as the writer counts',
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
      text: 'The last state of each written file is noticed after each write.',
      events: ['settled'],
    },
    {
      kind: 'forbid',
      id: 'G2',
      level: 'must',
      text: 'An untouched file is never reported as changed, even among very many.',
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
      text: 'The last reported content before a file settles is the content on disk after the write.',
      raw: 'modified',
      barrier: 'settled',
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per write', primary: true, minimumEffect: 0.03 }),
    noticeQuantile('p50', 0.5, { title: 'write to notice p50', primary: false, minimumEffect: 20_000 }),
    peakResident('memory', { title: 'peak memory', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: MEANING_NOT_SPEED,
  samples: { event: 'settled', value: { kind: 'moment' } },
  operation: 'write',
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
  /** A write is seen in two states at most, empty and full; settled comes once. */
  capacity: (params) => ({ events: 6 * Number(params['edits']) + 64, samples: Number(params['edits']) }),
  operations: (params) => Number(params['edits']),
  expected,
};
