// file_watch.rewatch: a watch is closed and opened again, and paths are watched of which some do not exist.
import { statesOfActs } from '../../../harness/contract/act-plan.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import { WATCHING } from '../../../harness/contract/unsupported.ts';
import type { Act } from '../../../harness/contract/act.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';
import { directoryIsMade } from '../../../harness/contract/stimulus.ts';

const NOTE = 'watched/note.txt';
const OTHER = 'other/note.txt';
const PROBE_KEY = 2;
/** ENOENT, as Linux numbers it. */
const NOT_FOUND = 2;
/** Changes of a cycle that are to be noticed. */
const CHANGES = 3;

/**
 * Seen; then, after the watch was closed, not seen, which a write in another directory proves that is watched all the time;
 * then seen again. In the end directories that are there or not.
 */
function actsOf(params: Parameters): Act[] {
  const length = 64;
  const cycle: readonly Act[] = [
    { op: 'write', file: NOTE, key: 0, length },
    { op: 'write', file: NOTE, key: null, length },
    { op: 'write', file: OTHER, key: 1, length },
    { op: 'write', file: NOTE, key: 0, length },
  ];
  const cycles = Array.from({ length: Number(params['cycles']) }, () => cycle).flat();
  const probes = Array.from(
    { length: Number(params['probes']) },
    (_, i): Act => ({ op: 'maybe-mkdir', directory: `probe${i}` }),
  );
  return [...cycles, ...probes];
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  const acts = actsOf(params);
  for (const { key, index, digest } of statesOfActs(secret, round, acts))
    yield { kind: 'settled', key, id: index, digest };
  let id = 0;
  for (const [index, { op }] of acts.entries()) {
    if (op !== 'maybe-mkdir') continue;
    yield directoryIsMade(secret, round, index)
      ? { kind: 'opened', key: PROBE_KEY, id, digest: 0 }
      : { kind: 'failed', key: PROBE_KEY, id, digest: NOT_FOUND };
    id += 1;
  }
}

const EASY = 'the notices of a closed watch do not depend on the style of waiting';

export const scenario: Scenario = {
  id: 'file_watch.rewatch',
  version: 1,
  family: 'file_watch',
  title: 'Watch, close and watch again',
  summary:
    'A watch is closed, the file changes, and the watch is opened again; then paths are watched that may not exist. Shows which runtime still reports changes after the watch was closed, and how a missing path is reported.',
  parameters: {
    cycles: { text: 'Number of times that the watch is closed and opened again.' },
    probes: { text: 'Paths that are watched once, of which about half do not exist.' },
  },
  profiles: {
    smoke: [{ name: '1c', params: { cycles: 1, probes: 4 }, pacing: SMOKE }],
    quick: [{ name: '12c', params: { cycles: 12, probes: 24 }, pacing: BRIEF.quick }],
    standard: [{ name: '24c', params: { cycles: 24, probes: 48 }, pacing: BRIEF.standard }],
    full: [{ name: '48c', params: { cycles: 48, probes: 96 }, pacing: pacing(200, 2000, 3) }],
  },
  shrink: { cycles: 1, probes: 1 },
  alphabet: [
    {
      name: 'modified',
      code: 1,
      order: 'raw',
      text: 'A file was read again after a notice, and its content had changed.',
      key: '0: the file whose watch is closed and opened, 1: the one that is watched all the time',
      id: 'changes that the workload saw in this round before, from 0',
      digest: 'CRC-32 of the content read',
    },
    {
      name: 'settled',
      code: 2,
      order: 'sequence',
      text: 'The writer has seen its own state acknowledged.',
      key: 'as of `modified`',
      id: 'index of the act, as the writer counts',
      digest: 'CRC-32 of the content last read',
    },
    {
      name: 'opened',
      code: 3,
      order: 'sequence',
      text: 'A path could be watched.',
      key: 'always 2',
      id: 'number of the path, from 0',
      digest: 'always 0',
    },
    {
      name: 'failed',
      code: 4,
      order: 'sequence',
      text: 'A path could not be watched.',
      key: 'always 2',
      id: 'number of the path, from 0',
      digest: '2 where the path was not found, 4294967295 for any other reason',
    },
    {
      name: 'late',
      code: 5,
      order: 'sequence',
      text: 'A watch that had been closed gave a notice.',
      key: 'always 0',
      id: 'always 0',
      digest: 'always 0',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'G1',
      level: 'must',
      text: 'Changes while the watch is open are noticed, before it was closed and after it was opened again.',
      events: ['settled'],
    },
    {
      kind: 'exact',
      id: 'G7',
      level: 'must',
      text: 'Watching a path that does not exist fails as not found, and watching one that exists does not fail.',
      events: ['opened', 'failed'],
    },
    {
      kind: 'forbid',
      id: 'G3',
      level: 'must',
      text: 'A closed watch gives no more notices.',
      event: 'late',
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
  metrics: [cpuPerOperation({ title: 'CPU per cycle', primary: true, minimumEffect: 0.03 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'cycle',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: { unsupported: EASY },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: EASY },
      blocking: WATCHING.nodeBlocking,
    },
    python: {
      callbacks: { unsupported: EASY },
      protocols: WATCHING.pythonProtocols,
      generators: { unsupported: EASY },
      coroutines: 'supported',
      blocking: WATCHING.pythonBlocking,
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'acts',
    directories: ['watched', 'other'],
    files: [NOTE, OTHER],
    acts: actsOf(params),
  }),
  /** A write is seen in two states at most, empty and full. */
  capacity: (params) => ({
    events: 4 * CHANGES * Number(params['cycles']) + Number(params['probes']) + 64,
    samples: 0,
  }),
  operations: (params) => Number(params['cycles']),
  expected,
};
