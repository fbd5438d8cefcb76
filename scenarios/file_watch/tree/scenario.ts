// file_watch.tree: branches of directories with files in them come at a stroke, change deep inside, and go at a stroke.
import { statesOfActs } from '../../../harness/contract/act-plan.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, noticeQuantile } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Act, Leaf } from '../../../harness/contract/act.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Of each branch the file at its end, then the one at its beginning: their keys go up by one. */
function leavesOf(branch: number, depth: number): readonly [Leaf, Leaf] {
  const top = `watched/branch${branch}`;
  return [
    { file: `${top}/${'inner/'.repeat(depth - 1)}leaf.txt`, key: 2 * branch },
    { file: `${top}/first.txt`, key: 2 * branch + 1 },
  ];
}

/** A branch grows at a stroke, is written in, is torn out and grows again; in the end there is none. */
function actsOf(params: Parameters): Act[] {
  const length = Number(params['bytes']);
  return Array.from({ length: Number(params['branches']) }, (_, branch): Act[] => {
    const leaves = leavesOf(branch, Number(params['depth']));
    const [leaf, first] = leaves;
    const plant: Act = { op: 'plant', leaves, length };
    const uproot: Act = { op: 'uproot', directory: `watched/branch${branch}`, leaves };
    return [
      plant,
      { op: 'write', ...leaf, length },
      { op: 'save', ...leaf, length },
      { op: 'write', ...first, length },
      uproot,
      plant,
      { op: 'write', ...leaf, length },
      uproot,
    ];
  }).flat();
}

const changesOf = (params: Parameters): number => statesOfActs(0, 0, actsOf(params)).length;

/** In directories whose names begin as those of the branches do. They stand there and are never touched. */
function untouchedOf(params: Parameters): string[] {
  return Array.from({ length: Number(params['branches']) }, (_, branch) => [
    `watched/branch${branch}_/leaf.txt`,
    `watched/branch${branch}_more/inner/leaf.txt`,
  ]).flat();
}

const directoryOf = (file: string): string => file.slice(0, file.lastIndexOf('/'));

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  for (const { key, index, digest } of statesOfActs(secret, round, actsOf(params)))
    yield { kind: 'settled', key, id: index, digest };
}

const CHANGED = {
  key: 'file, from 0',
  id: 'changes that the workload saw in this round before, from 0',
} as const;

/** Styles that would show nothing else. */
const ONE_STYLE_SHOWS_IT = {
  unsupported: 'which directories are watched does not depend on the style of waiting',
} as const;

export const scenario: Scenario = {
  id: 'file_watch.tree',
  version: 1,
  family: 'file_watch',
  title: 'Watch a tree',
  summary:
    'Directories with files in them appear in a watched tree, are written in, vanish and appear again. Shows whether a change is found however deep and however new its place is, and how soon.',
  parameters: {
    branches: { text: 'Branches of the tree, one after the other.' },
    depth: { text: 'Directories from the top of a branch to its last file.' },
    bytes: { text: 'Length of a file.', unit: 'B' },
  },
  profiles: {
    smoke: [{ name: '1b-2d', params: { branches: 1, depth: 2, bytes: 64 }, pacing: SMOKE }],
    quick: [{ name: '2b-3d', params: { branches: 2, depth: 3, bytes: 256 }, pacing: BRIEF.quick }],
    standard: [1, 3, 6].map((depth) => ({
      name: `3b-${depth}d`,
      params: { branches: 3, depth, bytes: 256 },
      pacing: BRIEF.standard,
    })),
    full: [1, 3, 6, 12].map((depth) => ({
      name: `4b-${depth}d`,
      params: { branches: 4, depth, bytes: 4096 },
      pacing: pacing(200, 2000, 3),
    })),
  },
  shrink: { branches: 1, depth: 1, bytes: 16 },
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
      text: 'The state of each file after each act is noticed, however deep and however new its directory.',
      events: ['settled'],
    },
    {
      kind: 'forbid',
      id: 'G2',
      level: 'must',
      text: 'An untouched file is never reported, however similar the name of its directory.',
      event: 'stray',
    },
    {
      kind: 'alternate',
      id: 'G4',
      level: 'must',
      text: 'A file is created before it is modified or removed; creations and removals alternate.',
      open: 'created',
      between: 'modified',
      close: 'removed',
    },
    {
      kind: 'converge',
      id: 'G5',
      level: 'must',
      text: 'The last reported state of a file before it settles is the state on disk after the act.',
      raw: ['created', 'modified', 'removed'],
      barrier: 'settled',
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per change', primary: true, minimumEffect: 0.03 }),
    noticeQuantile('p50', 0.5, { title: 'time to settle p50', primary: false, minimumEffect: 20_000 }),
  ],
  measurement: MEANING_NOT_SPEED,
  samples: { event: 'settled', value: { kind: 'moment' } },
  operation: 'change',
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
    directories: ['watched', ...untouchedOf(params).map(directoryOf)],
    files: untouchedOf(params),
    acts: actsOf(params),
  }),
  /** A change is seen in three states at most, gone, empty and full; settled comes once. */
  capacity: (params) => ({ events: 6 * changesOf(params) + 64, samples: changesOf(params) }),
  operations: changesOf,
  expected,
};
