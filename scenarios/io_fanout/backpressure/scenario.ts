// io_fanout.backpressure: a relay between a source that sends as fast as it is let and a sink that stalls first.
import { relayDigest } from '../../../harness/contract/peer-stimulus.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, peakResident } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

const CHUNK_BYTES = 65536;
/** What the kernel takes on both ways of an honest relay: two Unix sockets with some 200 KiB each, and a quarter more for other systems. */
const KERNEL_BYTES = 512 * 1024;

const chunksOf = (params: Parameters): number => (Number(params['megabytes']) * 1024 * 1024) / CHUNK_BYTES;

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  const chunks = chunksOf(params);
  yield { kind: 'end', key: 0, id: 0, digest: relayDigest(secret, round, chunks, CHUNK_BYTES) };
  yield { kind: 'close', key: 0, id: 0, digest: chunks * CHUNK_BYTES };
}

function set(megabytes: number, pacing: ParameterSet['pacing']): ParameterSet {
  const params = { megabytes, stallMs: 10, bufferBytes: 1024 * 1024 };
  return { name: `${megabytes}MiB`, params, pacing };
}

export const scenario: Scenario = {
  id: 'io_fanout.backpressure',
  version: 1,
  family: 'io_fanout',
  title: 'Backpressure',
  summary:
    'A relay passes bytes on from a source that could send everything at once to a sink that stalls. Shows that what a program holds is bounded by what it is told to hold.',
  parameters: {
    megabytes: { text: 'Amount of data that is passed on in a round, at least 4.', unit: 'MiB' },
    stallMs: {
      text: 'The sink takes nothing until the source could send nothing more for so long.',
      unit: 'ms',
    },
    bufferBytes: { text: 'The most that the relay may hold.', unit: 'B' },
  },
  profiles: {
    smoke: [set(4, SMOKE)],
    quick: [set(4, BRIEF.quick)],
    standard: [set(16, BRIEF.standard)],
    full: [set(64, BRIEF.full)],
  },
  shrink: { megabytes: 4 },
  alphabet: [
    {
      name: 'end',
      code: 1,
      order: 'sequence',
      text: 'The source has ended.',
      key: 'always 0',
      id: '0',
      digest: 'CRC-32 of everything that it sent',
    },
    {
      name: 'close',
      code: 2,
      order: 'sequence',
      text: 'The sink has taken everything and closed.',
      key: 'always 0',
      id: '0',
      digest: 'bytes that were passed on',
    },
    {
      name: 'peak',
      code: 3,
      order: 'raw',
      text: 'The most that was waiting to be written at any time of the round.',
      key: 'always 0',
      id: '0',
      digest: 'bytes',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I1',
      level: 'must',
      text: 'All bytes of the source reach the sink, exact and in order.',
      events: ['end', 'close'],
    },
    {
      kind: 'at-most',
      id: 'I5',
      level: 'must',
      text: 'The bytes that wait to be written never exceed the bound, nor do the bytes that the source can send while the sink reads nothing.',
      event: 'peak',
      atMost: 'bufferBytes',
    },
    {
      kind: 'count',
      id: 'I5a',
      level: 'must',
      text: 'The peak of the waiting bytes is reported once.',
      event: 'peak',
      product: [1],
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per MiB', primary: true, minimumEffect: 0.05 }),
    peakResident('peak', { title: 'resident memory', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: MEANING_NOT_SPEED,
  operation: 'MiB',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: {
        unsupported: 'sockets report draining by an event: `events` is the style of callbacks here',
      },
      events: 'supported',
      promises: 'supported',
      streams: 'supported',
      blocking: { unsupported: 'node has no blocking sockets' },
    },
    python: {
      callbacks: { unsupported: 'asyncio reports draining of a transport only to protocols' },
      protocols: 'supported',
      generators: { unsupported: 'a raw socket has no buffer of its own that could be bounded' },
      coroutines: 'supported',
      blocking: { unsupported: 'a blocking write holds nothing back: the kernel bounds it' },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'relay',
    chunks: chunksOf(params),
    chunkBytes: CHUNK_BYTES,
    stallMs: Number(params['stallMs']),
    takenBytes: Number(params['bufferBytes']) + KERNEL_BYTES,
  }),
  capacity: () => ({ events: 16, samples: 0 }),
  operations: (params) => Number(params['megabytes']),
  expected,
};
