// file_watch.decoys: files are written among others that look like them, and that everything happens to but a change.
import { statesOfActs } from '../../../harness/contract/act-plan.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Act, UnnoticedAct } from '../../../harness/contract/act.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

const UNNOTICED: readonly UnnoticedAct[] = ['chmod', 'touch', 'read', 'open', 'link', 'rewrite'];

const nameOf = (key: number): string => `watched/note${key}.txt`;

/** Names that begin as the written one does, or end as it does. */
const decoysOf = (key: number): string[] => [
  `${nameOf(key)}~`,
  `${nameOf(key)}.bak`,
  `watched/note${key}`,
  `watched/_note${key}.txt`,
];

/** Before each write, its decoys and the file itself are looked at, touched and so on: each in every way in turn. */
function actsOf(params: Parameters): Act[] {
  const files = Number(params['files']);
  return Array.from({ length: Number(params['edits']) }, (_, edit): Act[] => {
    const key = edit % files;
    const around = [...decoysOf(key), nameOf(key)].map((file, i): Act => {
      const what = UNNOTICED[(Math.floor(edit / files) + i) % UNNOTICED.length] ?? 'read';
      return { op: 'unnoticed', what, file };
    });
    return [...around, { op: 'write', file: nameOf(key), key, length: Number(params['bytes']) }];
  }).flat();
}

function filesOf(params: Parameters): string[] {
  return Array.from({ length: Number(params['files']) }, (_, key) => [nameOf(key), ...decoysOf(key)]).flat();
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  for (const { key, index, digest } of statesOfActs(secret, round, actsOf(params)))
    yield { kind: 'settled', key, id: index, digest };
}

/** Styles that would show nothing else. */
const ONE_STYLE_SHOWS_IT = {
  unsupported: 'which notices mean a change does not depend on the style of waiting',
} as const;

export const scenario: Scenario = {
  id: 'file_watch.decoys',
  version: 1,
  family: 'file_watch',
  title: 'Watch among decoys',
  summary:
    'Files are written while others with similar names have their mode or times changed, are read, linked, or written with what they already hold. Shows which runtime reports files that did not change.',
  parameters: {
    files: { text: 'Files that are written in turn; each has four decoys.' },
    edits: { text: 'Writes of a round, one after the other.' },
    bytes: { text: 'Length of a file after a write.', unit: 'B' },
  },
  profiles: {
    smoke: [{ name: '2f', params: { files: 2, edits: 4, bytes: 64 }, pacing: SMOKE }],
    quick: [{ name: '4f', params: { files: 4, edits: 48, bytes: 256 }, pacing: BRIEF.quick }],
    standard: [{ name: '4f', params: { files: 4, edits: 96, bytes: 256 }, pacing: BRIEF.standard }],
    full: [{ name: '16f', params: { files: 16, edits: 192, bytes: 4096 }, pacing: pacing(200, 2000, 3) }],
  },
  shrink: { files: 1, edits: 1, bytes: 16 },
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
      text: 'The writer has seen the state that its write left acknowledged.',
      key: 'file, from 0',
      id: 'index of the act, as the writer counts',
      digest: 'CRC-32 of the content last read',
    },
    {
      name: 'stray',
      code: 3,
      order: 'sequence',
      text: 'A file whose content does not change was found to have changed.',
      key: 'always 4294967295',
      id: '0',
      digest: 'CRC-32 of the content read',
    },
  ],
  rules: [
    {
      kind: 'forbid',
      id: 'G2',
      level: 'must',
      text: 'A file whose content does not change is never reported, whatever else happens to it.',
      event: 'stray',
    },
    {
      kind: 'exact',
      id: 'G1',
      level: 'must',
      text: 'Each write is noticed.',
      events: ['settled'],
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
  metrics: [cpuPerOperation({ title: 'CPU per write', primary: true, minimumEffect: 0.03 })],
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
