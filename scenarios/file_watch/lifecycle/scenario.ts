// file_watch.lifecycle: files come, are replaced, change their names and go; each change waits until the last one was noticed.
import { statesOfActs } from '../../../harness/contract/act-plan.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, noticeQuantile } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Act } from '../../../harness/contract/act.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

const nameOf = (key: number): string => `watched/item${key}.txt`;

/** What happens to a pair of names, which nothing has at first and at last. */
function actsOfPair(first: number, kind: string, length: number): Act[] {
  const [file, key] = [nameOf(first), first];
  const [to, toKey] = [nameOf(first + 1), first + 1];
  const write: Act = { op: 'write', file, key, length };
  const save: Act = { op: 'save', file, key, length };
  const there: Act = { op: 'rename', file, key, to, toKey };
  const back: Act = { op: 'rename', file: to, key: toKey, to: file, toKey: key };
  const remove: Act = { op: 'remove', file, key };
  const outside = `outside/item${first}.txt`;
  switch (kind) {
    case 'create':
      return [write, remove, write, remove, write, remove];
    case 'save':
      return [write, save, save, save, save, save, remove];
    case 'rename':
      return [write, there, back, there, back, remove];
    case 'all':
      return [
        write,
        write,
        // Twice: a watch of the file itself is blind after the first.
        save,
        save,
        there,
        { op: 'recreate', file: to, key: toKey, length },
        write,
        there,
        { op: 'rename', file: to, key: toKey, to: outside, toKey: null },
        { op: 'rename', file: outside, key: null, to: file, toKey: key },
        remove,
      ];
    default:
      throw new RangeError(`${kind} is no kind of change`);
  }
}

function actsOf(params: Parameters): Act[] {
  return Array.from({ length: Number(params['pairs']) }, (_, pair) =>
    actsOfPair(2 * pair, String(params['kind']), Number(params['bytes'])),
  ).flat();
}

const changesOf = (params: Parameters): number => statesOfActs(0, 0, actsOf(params)).length;

/** Names that begin as the watched ones do, or end as they do. They stand there and are never touched. */
function untouchedOf(params: Parameters): string[] {
  return Array.from({ length: 2 * Number(params['pairs']) }, (_, key) => [
    `${nameOf(key)}~`,
    `watched/item${key}`,
  ]).flat();
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  for (const { key, index, digest } of statesOfActs(secret, round, actsOf(params)))
    yield { kind: 'settled', key, id: index, digest };
}

const CHANGED = {
  key: 'file, from 0',
  id: 'changes that the workload saw in this round before, from 0',
} as const;

export const scenario: Scenario = {
  id: 'file_watch.lifecycle',
  version: 1,
  family: 'file_watch',
  title: 'Watch files come and go',
  summary:
    'Files in a watched directory are created, saved as editors do it, renamed, moved out and in, and deleted. Shows whether every state is found, whichever names the notices have.',
  parameters: {
    pairs: { text: 'Pairs of names that files have in turn.' },
    kind: { text: 'Which changes are made: `all`, or only `create`, `save` or `rename`.' },
    bytes: { text: 'Length of a file.', unit: 'B' },
  },
  profiles: {
    smoke: [{ name: 'all', params: { pairs: 1, kind: 'all', bytes: 64 }, pacing: SMOKE }],
    quick: [{ name: 'all', params: { pairs: 4, kind: 'all', bytes: 256 }, pacing: BRIEF.quick }],
    standard: ['all', 'create', 'save', 'rename'].map((kind) => ({
      name: kind,
      params: { pairs: 8, kind, bytes: 256 },
      pacing: BRIEF.standard,
    })),
    full: ['all', 'create', 'save', 'rename'].map((kind) => ({
      name: kind,
      params: { pairs: 16, kind, bytes: 4096 },
      pacing: pacing(200, 2000, 3),
    })),
  },
  shrink: { pairs: 1, bytes: 16 },
  alphabet: [
    {
      name: 'created',
      code: 1,
      order: 'raw',
      text: 'A file was found where none had been.',
      ...CHANGED,
      digest: 'CRC-32 of the content read',
    },
    {
      name: 'modified',
      code: 2,
      order: 'raw',
      text: 'A file was read again after a notice, and its content had changed.',
      ...CHANGED,
      digest: 'CRC-32 of the content read',
    },
    {
      name: 'removed',
      code: 3,
      order: 'raw',
      text: 'A file was no longer found.',
      ...CHANGED,
      digest: 'always 4294967295',
    },
    {
      name: 'settled',
      code: 4,
      order: 'sequence',
      text: 'The writer has seen the state that its act left acknowledged.',
      key: 'file, from 0',
      id: 'index of the act, as the writer counts',
      digest: 'CRC-32 of the content last read, 4294967295 where there is no file',
    },
    {
      name: 'stray',
      code: 5,
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
      text: 'The state after each act is noticed for each name that the act concerned.',
      events: ['settled'],
    },
    {
      kind: 'forbid',
      id: 'G2',
      level: 'must',
      text: 'An untouched file is never reported, however similar its name.',
      event: 'stray',
    },
    {
      kind: 'alternate',
      id: 'G4',
      level: 'must',
      text: 'A name is created before it is modified or removed; creations and removals alternate.',
      open: 'created',
      between: 'modified',
      close: 'removed',
    },
    {
      kind: 'converge',
      id: 'G5',
      level: 'must',
      text: 'The last reported state of a name before it settles is the state on disk after the act.',
      raw: ['created', 'modified', 'removed'],
      barrier: 'settled',
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per change', primary: true, minimumEffect: 0.03 }),
    noticeQuantile('p50', 0.5, { title: 'change to notice p50', primary: false, minimumEffect: 20_000 }),
  ],
  measurement: MEANING_NOT_SPEED,
  samples: { event: 'settled', value: { kind: 'moment' } },
  operation: 'change',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: "the emitter's `change` is the callback of `fs.watch` under another name" },
      promises: 'supported',
      streams: {
        unsupported: 'states are looked at when notices come: `file_watch.modify` shows the stream',
      },
      blocking: WATCHING.nodeBlocking,
    },
    python: {
      callbacks: 'supported',
      protocols: WATCHING.pythonProtocols,
      generators: {
        unsupported: 'generators wait as in `file_watch.modify`; nothing of the states depends on it',
      },
      coroutines: 'supported',
      blocking: WATCHING.pythonBlocking,
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'acts',
    directories: ['watched', 'outside'],
    files: untouchedOf(params),
    acts: actsOf(params),
  }),
  /** A change is seen in three states at most, gone, empty and full; settled comes once. */
  capacity: (params) => ({ events: 6 * changesOf(params) + 64, samples: changesOf(params) }),
  operations: changesOf,
  expected,
};
