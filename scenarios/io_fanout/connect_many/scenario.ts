// io_fanout.connect_many: connections to names with several addresses, of which some refuse and some never answer. The first good one wins.
import { crc32 } from '../../../harness/contract/digest.ts';
import { greetingOf } from '../../../harness/contract/peer-stimulus.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type {
  AddressKind,
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';
import profilesOfFile from './profiles.json' with { type: 'json' };

/** What becomes of an attempt when the next one begins. */
interface Attempts {
  /** Whether it is given up: otherwise it goes on beside the next one. */
  readonly givesUpAttempts: boolean;
}

const profiles: Profiles<Attempts> = profilesOfFile;

/** How a trial ends, whoever runs it; `by-profile` depends on the runtime. */
type Outcome = 'won' | 'won-after-delay' | 'failed' | 'pending' | 'by-profile';

/** As in `trials.ts`, where the workloads have what they may know of them. */
const TRIALS: readonly { readonly addresses: readonly AddressKind[]; readonly outcome: Outcome }[] = [
  { addresses: ['refusing', 'good'], outcome: 'won' },
  { addresses: ['good', 'good'], outcome: 'won' },
  { addresses: ['refusing', 'good', 'good'], outcome: 'won' },
  { addresses: ['refusing', 'refusing'], outcome: 'failed' },
  { addresses: ['silent', 'good'], outcome: 'won-after-delay' },
  { addresses: ['refusing', 'silent', 'refusing', 'good'], outcome: 'won-after-delay' },
  { addresses: ['silent', 'silent'], outcome: 'pending' },
  { addresses: ['refusing', 'silent', 'refusing'], outcome: 'by-profile' },
];

function* expected(context: Expectation): Iterable<ExpectedEvent> {
  for (const [id, { outcome }] of TRIALS.entries()) {
    const delayUs = outcome === 'won-after-delay' ? 1000 * Number(context.params['delayMs']) : 0;
    yield { kind: 'begun', key: TRIALS.length, id, digest: delayUs };
  }
  for (const [key, { addresses, outcome }] of TRIALS.entries())
    yield* outcomeOf(context, key, addresses, outcome);
  for (const id of TRIALS.keys()) yield { kind: 'others', key: TRIALS.length + 1, id, digest: 0 };
  for (const id of TRIALS.keys()) yield { kind: 'left', key: TRIALS.length + 2, id, digest: 0 };
}

function* outcomeOf(
  { secret, round, runtime }: Expectation,
  key: number,
  addresses: readonly AddressKind[],
  outcome: Outcome,
): Iterable<ExpectedEvent> {
  const { givesUpAttempts } = profileRow(profiles, runtime);
  if (outcome === 'pending' || outcome === 'by-profile') {
    const failed = outcome === 'by-profile' && givesUpAttempts;
    yield { kind: 'bounded', key, id: key, digest: failed ? 1 : 0 };
  } else if (outcome === 'failed') yield { kind: 'failed', key, id: key, digest: 0 };
  else {
    const greeting = greetingOf(secret, round, key, addresses.indexOf('good'));
    yield { kind: 'won', key, id: key, digest: crc32(greeting) };
  }
}

function set(delayMs: number, pacing: ParameterSet['pacing']): ParameterSet {
  return { name: `${delayMs}ms`, params: { delayMs }, pacing };
}

const TRIAL = 'trial, from 0';

export const scenario: Scenario = {
  id: 'io_fanout.connect_many',
  version: 1,
  family: 'io_fanout',
  title: 'Connect to many addresses',
  summary:
    'Connections to names with several addresses, of which some refuse and some never answer. Shows that the first good one wins, that the others are left alone or given up, and what a delay between attempts means.',
  parameters: {
    delayMs: {
      text: 'Time after which the next attempt begins beside one that has no answer, at least 10.',
      unit: 'ms',
    },
  },
  profiles: {
    smoke: [set(10, SMOKE)],
    quick: [set(10, BRIEF.quick)],
    standard: [set(20, BRIEF.standard)],
    full: [set(50, BRIEF.full)],
  },
  alphabet: [
    {
      name: 'begun',
      code: 1,
      order: 'sequence',
      text: 'The connection is asked for.',
      key: 'number of trials',
      id: 'trial',
      digest: 'microseconds that pass before it can be had: the delay behind an address that never answers',
    },
    {
      name: 'won',
      code: 2,
      order: 'sequence',
      text: 'There is a connection, and who is at its other end has greeted.',
      key: TRIAL,
      id: 'trial',
      digest: 'CRC-32 of the greeting, which each address has of its own',
    },
    {
      name: 'failed',
      code: 3,
      order: 'sequence',
      text: 'There is no connection: the last address has failed.',
      key: TRIAL,
      id: 'trial',
      digest: '0',
    },
    {
      name: 'bounded',
      code: 4,
      order: 'sequence',
      text: 'A connection that cannot be had has failed, or the workload has waited for eight delays and given it up.',
      key: TRIAL,
      id: 'trial',
      digest: '1: it has failed; 0: it was given up',
    },
    {
      name: 'others',
      code: 5,
      order: 'sequence',
      text: 'All trials are over, and the harness says how many connections came to addresses that should have none.',
      key: 'number of trials and one',
      id: 'trial',
      digest: 'connections to addresses other than the first good one',
    },
    {
      name: 'left',
      code: 6,
      order: 'sequence',
      text: 'All trials are over, and the harness says how many attempts are still under way.',
      key: 'number of trials and two',
      id: 'trial',
      digest: 'attempts without an answer that nobody has given up',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I14',
      level: 'must',
      text: 'The first address that is good wins, once; where none is good and none is silent, the connection fails, once.',
      events: ['begun', 'won', 'failed'],
    },
    {
      kind: 'exact',
      id: 'I15',
      level: 'must',
      text: 'No address behind the winner is asked, and the winner only once.',
      events: ['others'],
    },
    {
      kind: 'exact',
      id: 'I16',
      level: 'must',
      text: 'An attempt that has lost, or whose connection was given up, is closed.',
      events: ['left'],
    },
    {
      kind: 'not-before',
      id: 'T3',
      level: 'must',
      text: 'Behind an address that never answers the next one is asked only after the delay.',
      start: 'begun',
      end: 'won',
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'Whether a silent address in front of refusing ones makes the connection fail or hang follows the profile of the runtime; at the end it hangs everywhere.',
      events: ['bounded'],
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per connection', primary: true, minimumEffect: 0.05 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'connection',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: {
        unsupported: 'sockets report their connection by events: `events` is the style of callbacks here',
      },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a pipe begins when there is a connection, and here it is still to be had' },
      blocking: { unsupported: 'node has no blocking sockets' },
    },
    python: {
      callbacks: { unsupported: 'asyncio has several addresses only in the coroutine `create_connection`' },
      protocols: 'supported',
      generators: { unsupported: 'a raw socket has one address' },
      coroutines: 'supported',
      blocking: { unsupported: 'socket.create_connection has no delay between attempts: nothing to compare' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'addresses', trials: TRIALS.map(({ addresses }) => addresses) }),
  capacity: () => ({ events: 8 * TRIALS.length, samples: 0 }),
  operations: () => TRIALS.length,
  expected,
};
