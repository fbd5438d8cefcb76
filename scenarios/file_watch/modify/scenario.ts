// file_watch.modify: files of one watched directory are edited one by one; each edit waits until the last one was noticed.
import { statesOfEdits } from '../../../harness/contract/stimulus.ts';
import { LONG, SMOKE } from '../../../harness/contract/pacing.ts';
import { noticeQuantile, sliceCpu, sliceTime } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Edit } from '../../../harness/contract/edit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** What happens to the files once each was written: in turn, so that with four files every operation meets every file. */
const OPERATIONS = ['append', 'truncate', 'write', 'same', 'append'] as const;

/** An append adds a length that no write has. */
const APPENDED_BYTES = 17;

const nameOf = (key: number): string => `note${key}.txt`;

/** Each file is written first, then edited. `same` comes on top of the number of edits, for nobody can be asked to notice it. */
function editsOf(params: Parameters): Edit[] {
  const files = Number(params['files']);
  const wanted = Number(params['edits']);
  const bytes = Number(params['bytes']);
  const lengths = new Map<number, number>();
  const edits: Edit[] = [];
  for (let i = 0, noticed = 0; noticed < wanted; i++) {
    const key = i % files;
    const before = lengths.get(key);
    const op = before === undefined ? 'write' : (OPERATIONS[i % OPERATIONS.length] ?? 'write');
    const length = lengthAfter(op, before ?? 0, bytes);
    lengths.set(key, length);
    edits.push({ op, file: nameOf(key), key, length });
    if (op !== 'same') noticed += 1;
  }
  return edits;
}

function lengthAfter(op: Edit['op'], before: number, bytes: number): number {
  if (op === 'append') return before + APPENDED_BYTES;
  if (op === 'truncate') return before - Math.ceil(before / 4);
  return op === 'write' ? bytes : before;
}

/** Names that begin as the edited ones do, or end as they do. They stand there and are never touched. */
function decoysOf(params: Parameters): string[] {
  return Array.from({ length: Number(params['files']) }, (_, key) => [
    `${nameOf(key)}~`,
    `note${key}`,
    `_${nameOf(key)}`,
  ]).flat();
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  for (const state of statesOfEdits(secret, round, editsOf(params)))
    if (state.acknowledged) yield { kind: 'settled', key: state.key, id: state.index, digest: state.digest };
}

export const scenario: Scenario = {
  id: 'file_watch.modify',
  version: 3,
  family: 'file_watch',
  title: 'Watch modified files',
  summary:
    'A program watches a directory while another one writes, appends to and truncates files in it. Shows how soon a change is noticed, and what noticing costs.',
  parameters: {
    files: { text: 'Edited files, all in the one watched directory.' },
    edits: { text: 'Edits of a round that change a file, one after the other.' },
    bytes: { text: 'Length of a file after a write.', unit: 'B' },
  },
  profiles: {
    smoke: [{ name: '4f-256B', params: { files: 4, edits: 12, bytes: 256 }, pacing: SMOKE }],
    quick: [{ name: '4f-256B', params: { files: 4, edits: 120, bytes: 256 }, pacing: LONG.quick }],
    standard: [
      { name: '4f-256B', params: { files: 4, edits: 250, bytes: 256 }, pacing: LONG.standard },
      { name: '64f-4KiB', params: { files: 64, edits: 250, bytes: 4096 }, pacing: LONG.standard },
    ],
    full: [
      { name: '4f-256B', params: { files: 4, edits: 500, bytes: 256 }, pacing: LONG.full },
      { name: '64f-4KiB', params: { files: 64, edits: 500, bytes: 4096 }, pacing: LONG.full },
      { name: '64f-64KiB', params: { files: 64, edits: 500, bytes: 65536 }, pacing: LONG.full },
    ],
  },
  shrink: { files: 1, edits: 1, bytes: 64 },
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
      id: 'index of the edit, as the writer counts',
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
      text: 'The last state of each edited file is noticed after each edit.',
      events: ['settled'],
    },
    {
      kind: 'forbid',
      id: 'G2',
      level: 'must',
      text: 'An untouched file is never reported as changed, however similar its name.',
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
      text: 'The last reported content before a file settles is the content on disk after the edit.',
      raw: 'modified',
      barrier: 'settled',
    },
  ],
  metrics: [
    sliceTime('time', { title: 'time per edit', primary: true, minimumEffect: 0.01 }),
    sliceCpu({ title: 'CPU per edit', primary: true, minimumEffect: 0.01 }),
    noticeQuantile('p50', 0.5, { title: 'write to notice p50', primary: false, minimumEffect: 10_000 }),
    noticeQuantile('p90', 0.9, { title: 'write to notice p90', primary: false, minimumEffect: 20_000 }),
  ],
  measurement: {
    kind: 'sliced',
    sizes: { operations: [256], lead: [128], short: [32], gate: [16] },
    warmup: { gate: 40, ratio: 3 },
    warmupMs: 0,
    passes: { gate: 60, ratio: 5 },
    typical: 'wall',
    reason: 'The workload writes and awaits each notice itself, so a slice ends with nothing under way.',
  },
  samples: { event: 'settled', value: { kind: 'moment' } },
  operation: 'edit',
  comparesStyles: true,
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
  stimulus: (params) => ({ kind: 'edits', edits: editsOf(params), decoys: decoysOf(params) }),
  /** An edit or its repetition is seen in two states at most, empty and full; settled comes once. */
  capacity: (params) => ({ events: 6 * Number(params['edits']) + 64, samples: Number(params['edits']) }),
  operations: (params) => Number(params['edits']),
  expected,
};
