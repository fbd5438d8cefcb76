// io_fanout.cancel: units that sleep are cancelled in every way there is, and each tidies up exactly once.
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, quantileRatio } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

/** How a unit comes to its end: its number modulo 5. */
const WAYS = ['cancelled', 'timed out', 'never begun', 'overdue', 'at the deadline'] as const;
/** What `ended` says. The unit that meets its deadline does not say which of the two came first: that is the runtime's business. */
const ENDING = { cancelled: 1, 'timed out': 2, 'never begun': 3, overdue: 1, 'at the deadline': 4 } as const;

const unitsOf = (params: Parameters): number => WAYS.length * Number(params['units']);

function* expected({ params }: Expectation): Iterable<ExpectedEvent> {
  const timeoutUs = Number(params['timeoutMs']) * 1000;
  for (let key = 0; key < unitsOf(params); key++) {
    const way = WAYS[key % WAYS.length] ?? 'cancelled';
    const atLeastUs = way === 'timed out' || way === 'at the deadline' ? timeoutUs : 0;
    if (way !== 'never begun') {
      yield { kind: 'begin', key, id: key, digest: atLeastUs };
      yield { kind: 'cleanup', key, id: key, digest: 0 };
      yield { kind: 'ended', key, id: key, digest: ENDING[way] };
    } else yield { kind: 'spared', key, id: key, digest: ENDING[way] };
  }
}

function set(units: number, pacing: ParameterSet['pacing']): ParameterSet {
  return { name: `${WAYS.length * units}u`, params: { units, timeoutMs: 5, sleepMs: 12 }, pacing };
}

export const scenario: Scenario = {
  id: 'io_fanout.cancel',
  version: 1,
  family: 'io_fanout',
  title: 'Cancel',
  summary:
    'Units that sleep are cancelled together, by a timeout, before they begin and after they are due. Shows that each cleans up once and nothing runs on.',
  parameters: {
    units: { text: 'Units of each of the five ways to end.' },
    timeoutMs: { text: 'Timeout of the units that have one.', unit: 'ms' },
    sleepMs: { text: 'Sleep of the units that are cancelled together.', unit: 'ms' },
  },
  profiles: {
    smoke: [set(2, SMOKE)],
    quick: [set(10, BRIEF.quick)],
    standard: [set(50, BRIEF.standard)],
    full: [set(200, BRIEF.full)],
  },
  shrink: { units: 1 },
  alphabet: [
    {
      name: 'begin',
      code: 1,
      order: 'sequence',
      text: 'A unit begins to sleep.',
      key: 'unit, from 0',
      id: 'the same',
      digest: 'microseconds before which it must not end: its timeout, or 0',
    },
    {
      name: 'cleanup',
      code: 2,
      order: 'sequence',
      text: 'A unit has tidied up, which takes it another turn of the loop.',
      key: 'unit, from 0',
      id: 'the same',
      digest: '0',
    },
    {
      name: 'ended',
      code: 3,
      order: 'sequence',
      text: 'The end of a unit is known to who began it.',
      key: 'unit, from 0',
      id: 'the same',
      digest: '1: cancelled; 2: timed out; 4: either, at the deadline; 0: as if nothing had been',
    },
    {
      name: 'spared',
      code: 4,
      order: 'sequence',
      text: 'The end of a unit is known that was cancelled before it began.',
      key: 'unit, from 0',
      id: 'the same',
      digest: '3: cancelled; 0: as if nothing had been',
    },
    {
      name: 'worked',
      code: 5,
      order: 'raw',
      text: 'A unit went on after a sleep that it should not have slept through.',
      key: 'unit, from 0',
      id: 'the same',
      digest: '0',
    },
    {
      name: 'raced',
      code: 6,
      order: 'raw',
      text: 'Which of the two a unit met at its deadline.',
      key: 'unit, from 0',
      id: 'the same',
      digest: '1: the end of its sleep; 2: its timeout',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I7',
      level: 'must',
      text: 'Each unit that began cleans up exactly once, and only then its end is reported, exactly once and with the right kind.',
      events: ['begin', 'cleanup', 'ended'],
    },
    {
      kind: 'exact',
      id: 'I7a',
      level: 'must',
      text: 'A unit that is cancelled before it begins never begins.',
      events: ['spared'],
    },
    {
      kind: 'forbid',
      id: 'I7b',
      level: 'must',
      text: 'No unit works on after it was cancelled or timed out, not even one whose sleep had ended unnoticed.',
      event: 'worked',
    },
    {
      kind: 'not-before',
      id: 'T3',
      level: 'must',
      text: 'No unit times out before its timeout, within the tolerance that its runtime documents.',
      start: 'begin',
      end: 'ended',
    },
    {
      kind: 'count',
      id: 'I7c',
      level: 'must',
      text: 'At the deadline each unit has exactly one outcome: its end or its timeout.',
      event: 'raced',
      product: ['units'],
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per unit', primary: true, minimumEffect: 0.05 }),
    quantileRatio('quiet', 0.5, {
      title: 'time from cancel to quiet, p50',
      primary: false,
      minimumEffect: 0.1,
    }),
  ],
  measurement: MEANING_NOT_SPEED,
  samples: { event: 'ended', count: [1], value: { kind: 'stretch' }, atOnce: [1] },
  operation: 'unit',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'an emitter has no unit of work that could be cancelled' },
      promises: 'supported',
      streams: {
        unsupported: 'a stream is destroyed, not cancelled, and what is destroyed tidies up by itself',
      },
      blocking: { unsupported: 'a thread that sleeps cannot be told to stop' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a unit that sleeps has none' },
      generators: { unsupported: 'the scheduler of generators cancels the whole, not one of many' },
      coroutines: 'supported',
      blocking: { unsupported: 'a thread that sleeps cannot be told to stop' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: (params) => ({ events: 6 * unitsOf(params), samples: 8 }),
  operations: unitsOf,
  expected,
};
