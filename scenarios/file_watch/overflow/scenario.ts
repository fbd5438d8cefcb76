// file_watch.overflow: more happens than the kernel keeps notices of, while nobody reads them. Finds who loses the rest in silence.
import { statesOfActs } from '../../../harness/contract/act-plan.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Act } from '../../../harness/contract/act.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

const FLOODED = ['watched/flood0', 'watched/flood1'] as const;
const [LAST, LATER] = ['watched/last.txt', 'watched/later.txt'] as const;

/** The last write comes when the queue is full; the later one shows that everything before it has been taken from the queue. */
function actsOf(params: Parameters): Act[] {
  return [
    { op: 'flood', files: FLOODED, beyond: Number(params['beyond']) },
    { op: 'write', file: LAST, key: 0, length: 64, deferred: true },
    { op: 'mark', file: 'flooded' },
    { op: 'turn' },
    { op: 'write', file: LATER, key: 1, length: 64 },
  ];
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  for (const { key, index, digest } of statesOfActs(secret, round, actsOf(params)))
    yield { kind: key === 0 ? 'repaired' : 'settled', key, id: index, digest };
}

/** Styles that would show nothing else. */
const ONE_STYLE_SHOWS_IT = {
  unsupported: 'the kernel drops notices in the same way for every style of waiting',
} as const;

export const scenario: Scenario = {
  id: 'file_watch.overflow',
  version: 1,
  family: 'file_watch',
  title: 'Watch an overflow',
  summary:
    'The thread is busy while more happens in a watched directory than the kernel keeps notices of, and then one file is written. Shows which runtime reports the overflow, so that the program can look again, and which one never learns of that write.',
  parameters: {
    beyond: { text: 'Notices beyond those that the kernel keeps.' },
  },
  profiles: {
    smoke: [{ name: 'full-queue', params: { beyond: 100 }, pacing: SMOKE }],
    quick: [{ name: 'full-queue', params: { beyond: 1000 }, pacing: BRIEF.quick }],
    standard: [{ name: 'full-queue', params: { beyond: 1000 }, pacing: pacing(0, 500, 3) }],
    full: [{ name: 'full-queue', params: { beyond: 10000 }, pacing: pacing(0, 2000, 5) }],
  },
  shrink: { beyond: 1 },
  alphabet: [
    {
      name: 'modified',
      code: 1,
      order: 'raw',
      text: 'A file was read again after a notice, and its content had changed.',
      key: '0: written behind the flood, 1: written after it',
      id: 'changes that the workload saw in this round before, from 0',
      digest: 'CRC-32 of the content read',
    },
    {
      name: 'overflow',
      code: 2,
      order: 'raw',
      text: 'The workload was told that notices were lost, and looks at every file.',
      key: 'always 0',
      id: 'always 0',
      digest: 'always 0',
    },
    {
      name: 'repaired',
      code: 3,
      order: 'sequence',
      text: 'The writer has seen acknowledged what it wrote when the queue was full.',
      key: 'always 0',
      id: 'index of the act, as the writer counts',
      digest: 'CRC-32 of the content last read',
    },
    {
      name: 'settled',
      code: 4,
      order: 'sequence',
      text: 'The writer has seen acknowledged what it wrote after the flood.',
      key: 'always 1',
      id: 'index of the act, as the writer counts',
      digest: 'CRC-32 of the content last read',
    },
    {
      name: 'stray',
      code: 5,
      order: 'sequence',
      text: 'A file whose content does not change was found to have changed.',
      key: 'always 4294967295',
      id: '0',
      digest: 'CRC-32 of the content read',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'G6',
      level: 'must',
      text: 'A write is found even when the kernel had no room for its notice: the overflow is reported or repaired.',
      events: ['repaired'],
    },
    {
      kind: 'exact',
      id: 'G1',
      level: 'must',
      text: 'The watch outlives the overflow: a write after it is noticed.',
      events: ['settled'],
    },
    {
      kind: 'forbid',
      id: 'G2',
      level: 'must',
      text: 'A file that is rewritten with its own content is never reported as changed.',
      event: 'stray',
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
  metrics: [cpuPerOperation({ title: 'CPU per flood', primary: true, minimumEffect: 0.03 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'flood',
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
    files: [...FLOODED, LAST, LATER],
    acts: actsOf(params),
  }),
  capacity: () => ({ events: 1000, samples: 0 }),
  operations: () => 1,
  expected,
};
