// io_fanout.file_reads: many small files are read, a limited number at once; some of them do not exist.
import { crc32 } from '../../../harness/contract/digest.ts';
import { contentOfFile } from '../../../harness/contract/stimulus.ts';
import { LONG, SMOKE } from '../../../harness/contract/pacing.ts';
import { sliceCpu, sliceTime, wallPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { SamplingPlan } from '../../../harness/contract/measurement.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** What an absent file answers: the number of the error "no such file or directory". */
const ENOENT = 2;

const isMissing = (file: number, params: Parameters): boolean =>
  (file + 1) % Number(params['missingEvery']) === 0;

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  for (let id = 0; id < Number(params['files']); id++) {
    yield { kind: 'begin', key: 0, id, digest: 0 };
    if (isMissing(id, params)) yield { kind: 'failed', key: 0, id, digest: ENOENT };
    else yield { kind: 'read', key: 0, id, digest: digestOf(secret, round, id, params) };
  }
}

function digestOf(secret: number, round: number, file: number, params: Parameters): number {
  return crc32(contentOfFile(secret, round, file, Number(params['bytes'])));
}

/** The ranking of the runtimes reverses between one CPU and all of them, so both are measured and never mixed. */
const ON_ALL_CPUS: SamplingPlan = {
  kind: 'plain',
  repeats: 2,
  reason: 'Reads on all CPUs hand work from one to another: a process that shares one CPU cannot show that.',
};

export const scenario: Scenario = {
  id: 'io_fanout.file_reads',
  version: 3,
  family: 'io_fanout',
  title: 'File reads',
  summary:
    'Many files are read, a limited number at once, some of which do not exist. Shows what reading without blocking costs, compared with a program that just blocks.',
  parameters: {
    files: { text: 'Files that are read in a round, their contents new in each.' },
    bytes: { text: 'Length of a file.', unit: 'B' },
    inFlight: { text: 'Reads that may be under way at once.' },
    missingEvery: { text: 'Every `missingEvery`-th file does not exist.' },
  },
  profiles: {
    smoke: [
      { name: '20f-4KiB', params: { files: 20, bytes: 4096, inFlight: 8, missingEvery: 10 }, pacing: SMOKE },
    ],
    quick: [
      {
        name: '800f-4KiB-1cpu',
        params: { files: 800, bytes: 4096, inFlight: 32, missingEvery: 50 },
        pacing: LONG.quick,
      },
      {
        name: '800f-4KiB-all-cpus',
        params: { files: 800, bytes: 4096, inFlight: 32, missingEvery: 50 },
        pacing: LONG.quick,
        measurement: ON_ALL_CPUS,
      },
    ],
    standard: [
      {
        name: '800f-4KiB-1cpu',
        params: { files: 800, bytes: 4096, inFlight: 32, missingEvery: 50 },
        pacing: LONG.standard,
      },
      {
        name: '800f-4KiB-all-cpus',
        params: { files: 800, bytes: 4096, inFlight: 32, missingEvery: 50 },
        pacing: LONG.standard,
        measurement: ON_ALL_CPUS,
      },
      {
        name: '200f-64KiB',
        params: { files: 200, bytes: 65536, inFlight: 32, missingEvery: 50 },
        pacing: LONG.standard,
      },
    ],
    full: [
      {
        name: '1000f-4KiB',
        params: { files: 1000, bytes: 4096, inFlight: 32, missingEvery: 50 },
        pacing: LONG.full,
      },
      {
        name: '1000f-4KiB-1',
        params: { files: 1000, bytes: 4096, inFlight: 1, missingEvery: 50 },
        pacing: LONG.full,
      },
      {
        name: '200f-64KiB',
        params: { files: 200, bytes: 65536, inFlight: 32, missingEvery: 50 },
        pacing: LONG.full,
      },
    ],
  },
  shrink: { files: 1, bytes: 1 },
  alphabet: [
    {
      name: 'begin',
      code: 1,
      order: 'free',
      text: 'The read of a file is asked for.',
      key: 'always 0',
      id: 'file, from 0',
      digest: '0',
    },
    {
      name: 'read',
      code: 2,
      order: 'free',
      text: 'A file was read.',
      key: 'always 0',
      id: 'file, from 0',
      digest: 'CRC-32 of the content',
    },
    {
      name: 'failed',
      code: 3,
      order: 'free',
      text: 'A file could not be read.',
      key: 'always 0',
      id: 'file, from 0',
      digest: 'number of the error; 2 when there is no such file',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'I1',
      level: 'must',
      text: 'Each file that exists is read exactly once, with all its bytes, in any order.',
      events: ['read'],
    },
    {
      kind: 'multiset',
      id: 'I3',
      level: 'must',
      text: 'Each file that does not exist fails exactly once, as one that does not exist.',
      events: ['failed'],
    },
    {
      kind: 'multiset',
      id: 'I2',
      level: 'must',
      text: 'Each file is requested exactly once.',
      events: ['begin'],
    },
    {
      kind: 'edge',
      id: 'I2a',
      level: 'must',
      text: 'A file is read after it was requested.',
      before: 'begin',
      after: 'read',
      join: 'key-id',
    },
    {
      kind: 'edge',
      id: 'I2b',
      level: 'must',
      text: 'A file fails after it was requested.',
      before: 'begin',
      after: 'failed',
      join: 'key-id',
    },
  ],
  metrics: [
    sliceTime('typical', { title: 'typical CPU per file', primary: true, minimumEffect: 0.01 }),
    sliceCpu({ title: 'CPU per file', primary: true, minimumEffect: 0.03 }),
    wallPerOperation({ title: 'time per file', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: {
    kind: 'sliced',
    sizes: {
      operations: ['inFlight', 32],
      lead: ['inFlight', 8],
      short: ['inFlight', 4],
      gate: ['inFlight', 3],
    },
    warmup: { gate: 20, ratio: 2 },
    warmupMs: 200,
    passes: { gate: 40, ratio: 4 },
    typical: 'cpu',
    reason:
      'Each slice wakes the thread pool anew, which 3 ms of reads make up for; what the pool hands over is CPU.',
  },
  operation: 'file',
  comparesStyles: false,
  inDefaultRun: true,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: {
        unsupported: 'no emitter of fs reads a file but its streams, which have a style of their own',
      },
      promises: 'supported',
      streams: 'supported',
      blocking: 'supported',
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'no transport reads a file: the loop cannot wait for one' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: 'supported',
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'files',
    count: Number(params['files']),
    bytes: Number(params['bytes']),
    missing: Array.from({ length: Number(params['files']) }, (_, file) => file).filter((file) =>
      isMissing(file, params),
    ),
  }),
  capacity: (params) => ({ events: 2 * Number(params['files']), samples: 0 }),
  operations: (params) => Number(params['files']),
  expected,
};
