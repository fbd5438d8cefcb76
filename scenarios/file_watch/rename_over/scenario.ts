// file_watch.rename_over: a file is saved in every way in which editors save, one time and several times in a row.
import { SAVE_WAYS } from '../../../harness/contract/act.ts';
import { statesOfActs } from '../../../harness/contract/act-plan.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, noticeQuantile } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Act, SaveWay } from '../../../harness/contract/act.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  Pacing,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

const nameOf = (key: number): string => `watched/item${key}.txt`;

const keysOf = (params: Parameters): number[] =>
  Array.from({ length: Number(params['files']) }, (_, key) => key);

/** `rename-over` first, so that the first change of each round is seen in one state. */
const ORDER: readonly SaveWay[] = ['rename-over', ...SAVE_WAYS.filter((way) => way !== 'rename-over')];

/** Every way with every file: once, and then `times` times in a row, of which only the last must be noticed. */
function actsOf(params: Parameters): Act[] {
  const length = Number(params['bytes']);
  return ORDER.flatMap((way) =>
    [1, Number(params['times'])].flatMap((times) =>
      keysOf(params).map((key): Act => ({ op: 'resave', way, file: nameOf(key), key, length, times })),
    ),
  );
}

/** The files themselves, and some beside them that are never touched. */
function filesOf(params: Parameters): string[] {
  return keysOf(params).flatMap((key) => [nameOf(key), `${nameOf(key)}.orig`, `watched/item${key}`]);
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  for (const { key, index, digest } of statesOfActs(secret, round, actsOf(params)))
    yield { kind: 'settled', key, id: index, digest };
}

/** The same saves, watched as a directory and file by file. */
function bothTargets(name: string, params: Parameters, paced: Pacing): ParameterSet[] {
  return ['directory', 'file'].map((target) => ({
    name: `${name}-${target}`,
    params: { target, ...params },
    pacing: paced,
  }));
}

const CHANGED = {
  key: 'file, from 0',
  id: 'changes that the workload saw in this round before, from 0',
} as const;

/** Styles that would show nothing else. */
const TWO_STYLES_SHOW_IT = {
  unsupported: 'two styles show what becomes of a watch; `file_watch.modify` shows how the others wait',
} as const;

export const scenario: Scenario = {
  id: 'file_watch.rename_over',
  version: 1,
  family: 'file_watch',
  title: 'Watch editors save',
  summary:
    'Files are saved in every way in which editors save: in place, by a draft that is renamed over the file, by a backup, by links. Shows whether the content of each save is found, by a watch of the directory and by one of the file.',
  parameters: {
    target: { text: 'What is watched: `directory`, or each `file` by itself.' },
    files: { text: 'Files that are saved.' },
    times: { text: 'Saves in a row, of which the last must be noticed. Each way saves once before.' },
    bytes: { text: 'Length of a file.', unit: 'B' },
  },
  profiles: {
    smoke: bothTargets('1f', { files: 1, times: 3, bytes: 64 }, SMOKE),
    quick: bothTargets('2f', { files: 2, times: 5, bytes: 256 }, BRIEF.quick),
    standard: bothTargets('4f', { files: 4, times: 5, bytes: 4096 }, BRIEF.standard),
    full: bothTargets('8f', { files: 8, times: 10, bytes: 65_536 }, pacing(200, 2000, 3)),
  },
  shrink: { files: 1, times: 1, bytes: 16 },
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
      text: 'A file was not found for a moment: it is saved by deleting it, or by renaming it away.',
      ...CHANGED,
      digest: 'always 4294967295',
    },
    {
      name: 'settled',
      code: 4,
      order: 'sequence',
      text: 'The writer has seen the content of its last save acknowledged.',
      key: 'file, from 0',
      id: 'index of the act, as the writer counts',
      digest: 'CRC-32 of the content last read',
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
      text: 'Each save is noticed, whichever way it is made; of several in a row, the last.',
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
      text: 'A file that was not found is found again before it is reported as modified; the two alternate.',
      open: 'created',
      between: 'modified',
      close: 'removed',
    },
    {
      kind: 'converge',
      id: 'G5',
      level: 'must',
      text: 'The last reported content before a file settles is the content on disk after the save.',
      raw: ['created', 'modified', 'removed'],
      barrier: 'settled',
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per save', primary: true, minimumEffect: 0.03 }),
    noticeQuantile('p50', 0.5, { title: 'save to notice p50', primary: false, minimumEffect: 20_000 }),
  ],
  measurement: MEANING_NOT_SPEED,
  samples: { event: 'settled', value: { kind: 'moment' } },
  operation: 'save',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: TWO_STYLES_SHOW_IT,
      promises: 'supported',
      streams: TWO_STYLES_SHOW_IT,
      blocking: WATCHING.nodeBlocking,
    },
    python: {
      callbacks: 'supported',
      protocols: WATCHING.pythonProtocols,
      generators: TWO_STYLES_SHOW_IT,
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
  /** A save is seen in three states at most, gone, empty and full; settled comes once for each act. */
  capacity: (params) => {
    const acts = actsOf(params);
    const saves = (1 + Number(params['times'])) * ORDER.length * Number(params['files']);
    return { events: 2 * (3 * saves + acts.length) + 64, samples: acts.length };
  },
  operations: (params) => actsOf(params).length,
  expected,
};
