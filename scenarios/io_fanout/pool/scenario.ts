// io_fanout.pool: a small file is read while a few slow calls hold threads of the pool, and while more of them wait than it has threads.
import { crc32 } from '../../../harness/contract/digest.ts';
import { slowContent } from '../../../harness/contract/peer-stimulus.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';
import profilesOfFile from './profiles.json' with { type: 'json' };

/** What becomes of a read when slow calls hold all threads. */
interface Pool {
  /** Whether it waits until one of them is over. */
  readonly waitsBehind: boolean;
}

const profiles: Profiles<Pool> = profilesOfFile;

const fewOf = (params: Parameters): number => Number(params['few']);
const manyOf = (params: Parameters): number => Number(params['many']);

function* expected({ params, secret, round, runtime }: Expectation): Iterable<ExpectedEvent> {
  const [few, many, bytes] = [fewOf(params), manyOf(params), Number(params['bytes'])];
  const small = crc32(slowContent(secret, round, SMALL, 0, bytes));
  const [freedMany, behind] = [
    { kind: 'freed_many', key: 1, id: 0, digest: many },
    { kind: 'behind', key: 1, id: 0, digest: small },
  ];
  yield { kind: 'beside', key: 0, id: 0, digest: small };
  yield { kind: 'freed_few', key: 0, id: 0, digest: few };
  yield* profileRow(profiles, runtime).waitsBehind ? [freedMany, behind] : [behind, freedMany];
  for (const [phase, count] of [few, many].entries())
    for (let id = 0; id < count; id++)
      yield { kind: 'slow', key: 2 + phase, id, digest: crc32(slowContent(secret, round, phase, id, bytes)) };
}

/** In the place of a phase: the small file. */
const SMALL = 2;

function set(few: number, many: number, pacing: ParameterSet['pacing']): ParameterSet {
  return { name: `${few}+${many}`, params: { few, many, bytes: 64 }, pacing };
}

export const scenario: Scenario = {
  id: 'io_fanout.pool',
  version: 1,
  family: 'io_fanout',
  title: 'Thread pool',
  summary:
    'A small file is read while a few slow calls hold threads of the pool, and while more of them wait than it has threads. Shows when slow calls hold up everybody who reads a file.',
  parameters: {
    few: { text: 'Slow calls that leave a thread free: fewer than 4.' },
    many: { text: 'Slow calls that hold every thread: more than 32.' },
    bytes: { text: 'What each call reads.', unit: 'B' },
  },
  profiles: {
    smoke: [set(3, 40, SMOKE)],
    quick: [set(3, 40, BRIEF.quick)],
    standard: [set(3, 64, BRIEF.standard)],
    full: [set(3, 64, BRIEF.full)],
  },
  shrink: { few: 1, many: 33, bytes: 1 },
  alphabet: [
    {
      name: 'beside',
      code: 1,
      order: 'sequence',
      text: 'The small file is read, beside a few slow calls.',
      key: '0',
      id: '0',
      digest: 'CRC-32 of what was read',
    },
    {
      name: 'freed_few',
      code: 2,
      order: 'sequence',
      text: 'The harness is asked to let the few slow calls go on: the small file is read, or was waited for long enough.',
      key: '0',
      id: '0',
      digest: 'number of slow calls',
    },
    {
      name: 'freed_many',
      code: 3,
      order: 'sequence',
      text: 'The harness is asked to let the many slow calls go on: the small file is read, or was waited for a while.',
      key: '1',
      id: '0',
      digest: 'number of slow calls',
    },
    {
      name: 'behind',
      code: 4,
      order: 'sequence',
      text: 'The small file is read, behind the many slow calls.',
      key: '1',
      id: '0',
      digest: 'CRC-32 of what was read',
    },
    {
      name: 'slow',
      code: 5,
      order: 'free',
      text: 'A slow call is over.',
      key: '2: one of the few; 3: one of the many',
      id: 'call, from 0',
      digest: 'CRC-32 of what it has read',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'I1',
      level: 'must',
      text: 'Each slow call is over exactly once, with what the harness has written for it.',
      events: ['slow'],
    },
    {
      kind: 'exact',
      id: 'I18',
      level: 'must',
      text: 'A few slow calls run at the same time and do not hold up who reads a file.',
      events: ['beside', 'freed_few'],
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'Whether a read waits for one of more slow calls than there are threads follows the profile of the runtime.',
      events: ['freed_many', 'behind'],
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per call', primary: true, minimumEffect: 0.05 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'call',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'a file is read with a callback or a promise' },
      promises: 'supported',
      streams: { unsupported: 'a stream reads in many calls, and here each is to hold one thread' },
      blocking: { unsupported: 'a blocking call holds the loop itself' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'files have no protocols' },
      generators: { unsupported: 'the executor gives futures, and the scheduler of generators has none' },
      coroutines: 'supported',
      blocking: { unsupported: 'a blocking call holds the only thread there is' },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'pool',
    few: fewOf(params),
    many: manyOf(params),
    bytes: Number(params['bytes']),
  }),
  capacity: (params) => ({ events: fewOf(params) + manyOf(params) + 16, samples: 0 }),
  operations: (params) => fewOf(params) + manyOf(params) + 2,
  expected,
};
