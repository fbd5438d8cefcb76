// io_fanout.pipes: child processes with two pipes each, one with a grandchild that outlives it, one that is killed, one that closes one pipe long before the other, one that does not exist.
import { crc32 } from '../../../harness/contract/digest.ts';
import { contentOfFile } from '../../../harness/contract/stimulus.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, wallPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

/** The child with these keys is another one than those from 3 on. */
const WITH_GRANDCHILD = 0;
const KILLED = 1;
const LINGERS = 2;
/** What `exit` says of a signal is this more than its number. */
const SIGNALLED = 256;
const SIGTERM = 15;
/** The number of the failure "no such file or directory". */
const ENOENT = 2;

const childrenOf = (params: Parameters): number => Number(params['children']);

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  const bytes = Number(params['bytes']);
  const digestOf = (file: number): number => crc32(contentOfFile(secret, round, file, bytes));
  const children = childrenOf(params);
  for (let key = 0; key < children; key++) {
    yield { kind: 'out', key, id: 0, digest: digestOf(2 * key) };
    yield { kind: 'err', key, id: 0, digest: digestOf(2 * key + 1) };
    if (key === LINGERS) yield { kind: 'went_on', key, id: 0, digest: digestOf(2 * key + 1) };
    yield { kind: 'exit', key, id: 0, digest: key === KILLED ? SIGNALLED + SIGTERM : exitCode(key) };
    yield { kind: 'close', key, id: 0, digest: 0 };
  }
  yield { kind: 'failed', key: children, id: 0, digest: ENOENT };
}

/** Each has its own, so that none can pass for another. */
function exitCode(key: number): number {
  return key === WITH_GRANDCHILD ? 0 : key;
}

function set(children: number, bytes: number, pacing: ParameterSet['pacing']): ParameterSet {
  return { name: `${children}p-${bytes / 1024}KiB`, params: { children, bytes }, pacing };
}

export const scenario: Scenario = {
  id: 'io_fanout.pipes',
  version: 2,
  family: 'io_fanout',
  title: 'Pipes',
  summary:
    'Child processes write to both of their pipes; a grandchild holds one longer than its parent lives, one child is killed, and one closes a pipe long before the other. Shows that nothing they wrote is lost, and that each pipe ends by itself.',
  parameters: {
    children: { text: 'Child processes at the same time, at least 4.' },
    bytes: { text: 'Amount of data that each child writes to each of its two pipes.', unit: 'B' },
  },
  profiles: {
    smoke: [set(4, 4096, SMOKE)],
    quick: [set(4, 131072, BRIEF.quick)],
    standard: [set(6, 131072, pacing(0, 1000, 3))],
    full: [set(12, 1048576, pacing(0, 4000, 3))],
  },
  shrink: { children: 4, bytes: 1024 },
  alphabet: [
    {
      name: 'out',
      code: 1,
      order: 'free',
      text: 'The standard output of a child has ended.',
      key: 'child, from 0',
      id: '0',
      digest: 'CRC-32 of everything that came',
    },
    {
      name: 'err',
      code: 2,
      order: 'free',
      text: 'The standard error of a child has ended.',
      key: 'child, from 0',
      id: '0',
      digest: 'CRC-32 of everything that came',
    },
    {
      name: 'exit',
      code: 3,
      order: 'free',
      text: 'A child is no more.',
      key: 'child, from 0',
      id: '0',
      digest: 'its exit code; 256 and the number of the signal that ended it',
    },
    {
      name: 'close',
      code: 4,
      order: 'free',
      text: 'Nothing will come from a child any more.',
      key: 'child, from 0',
      id: '0',
      digest: '0',
    },
    {
      name: 'failed',
      code: 5,
      order: 'free',
      text: 'A program could not be started.',
      key: 'number of children',
      id: '0',
      digest: 'number of the error; 2 when there is no such program',
    },
    {
      name: 'went_on',
      code: 6,
      order: 'free',
      text: 'Everything has come that a child wrote to its standard error after the end of its standard output.',
      key: 'always 2',
      id: '0',
      digest: 'CRC-32 of everything that came',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'I1',
      level: 'must',
      text: 'Everything that a child or its grandchild wrote comes out of that pipe, exact and in order, and each pipe ends once.',
      events: ['out', 'err', 'went_on'],
    },
    {
      kind: 'multiset',
      id: 'I2',
      level: 'must',
      text: 'Each child exits once, with its own exit code or signal, and closes once.',
      events: ['exit', 'close'],
    },
    {
      kind: 'edge',
      id: 'I9',
      level: 'must',
      text: 'No child closes before its standard output has ended, also when it exited long before.',
      before: 'out',
      after: 'close',
      join: 'key',
    },
    {
      kind: 'edge',
      id: 'I9a',
      level: 'must',
      text: 'No child closes before its standard error has ended.',
      before: 'err',
      after: 'close',
      join: 'key',
    },
    {
      kind: 'edge',
      id: 'I9b',
      level: 'must',
      text: 'No child closes before it has exited.',
      before: 'exit',
      after: 'close',
      join: 'key',
    },
    {
      kind: 'edge',
      id: 'I9c',
      level: 'must',
      text: 'The end of a standard output is reported when the child closes it: the child waits for that before it writes to its standard error.',
      before: 'out',
      after: 'went_on',
      join: 'key',
    },
    {
      kind: 'never-after',
      id: 'I9d',
      level: 'must',
      text: 'What a child writes to its standard error after the end of its standard output comes while the child lives.',
      event: 'went_on',
      after: 'exit',
      join: 'key',
    },
    {
      kind: 'multiset',
      id: 'I3',
      level: 'must',
      text: 'A program that does not exist fails exactly once, as one that does not exist.',
      events: ['failed'],
    },
  ],
  metrics: [
    wallPerOperation({ title: 'time per child', primary: true, minimumEffect: 0.05 }),
    cpuPerOperation({ title: 'CPU of the parent per child', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: MEANING_NOT_SPEED,
  operation: 'child',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: {
        unsupported: '`exec` with a callback waits for everything and reports nothing in between',
      },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a pipe ends by itself; what is under test is what else ends, and when' },
      blocking: {
        unsupported: '`spawnSync` reports nothing in between, and could not kill at the right time',
      },
    },
    python: {
      callbacks: {
        unsupported: 'asyncio reports on a process to protocols: `protocols` is the style of callbacks here',
      },
      protocols: 'supported',
      generators: { unsupported: 'the scheduler of generators knows no processes' },
      coroutines: 'supported',
      blocking: {
        unsupported: '`subprocess.run` reports nothing in between, and could not kill at the right time',
      },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'files',
    count: 2 * childrenOf(params),
    bytes: Number(params['bytes']),
    missing: [],
  }),
  capacity: (params) => ({ events: 8 * (childrenOf(params) + 1), samples: 0 }),
  operations: (params) => childrenOf(params) + 1,
  expected,
};
