// timers.cancel: timers that are cancelled in every way there is, among others that must fire all the same.
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** The ways of the first timers, in the order in which they are armed: timer `id` goes the way `floor(id / each)`. */
const WAYS = ['keep', 'before', 'double', 'itself', 'sibling'] as const;
type Way = (typeof WAYS)[number] | 'overdue';

/** How many times a timer of this way is cancelled. */
const CANCELS: Readonly<Record<Way, number>> = {
  keep: 0,
  before: 1,
  double: 2,
  itself: 1,
  sibling: 1,
  overdue: 1,
};

/** Each timer is a key of its own. One blocks the loop, then cancels those armed behind it, which are overdue; the last one ends the round. */
function* expected({ params }: Expectation): Iterable<ExpectedEvent> {
  const each = Number(params['each']);
  const firstUs = 1000 * Number(params['delayMs']);
  const gapUs = 1000 * Number(params['gapMs']);
  const blocker = WAYS.length * each;
  for (let id = 0; id < blocker; id++) yield* lifeOf(WAYS[Math.floor(id / each)] ?? 'keep', id, firstUs);
  yield* lifeOf('keep', blocker, firstUs + gapUs);
  for (let id = blocker + 1; id <= blocker + each; id++) yield* lifeOf('overdue', id, firstUs + 2 * gapUs);
  yield* lifeOf('keep', blocker + each + 1, firstUs + 4 * gapUs);
}

function* lifeOf(way: Way, id: number, delayUs: number): Iterable<ExpectedEvent> {
  yield { kind: 'arm', key: id, id, digest: delayUs };
  if (way === 'keep' || way === 'itself') yield { kind: 'fire', key: id, id, digest: delayUs };
  for (let cancel = 0; cancel < CANCELS[way]; cancel++) yield { kind: 'cancel', key: id, id, digest: cancel };
}

function timersOf(params: Parameters): number {
  return (WAYS.length + 1) * Number(params['each']) + 2;
}

export const scenario: Scenario = {
  id: 'timers.cancel',
  version: 1,
  family: 'timers',
  title: 'Cancelled timers',
  summary:
    'Timers cancelled at once, twice, by a sibling, from themselves, or when overdue never fire; all others do.',
  parameters: {
    each: { text: 'Timers of each of the six ways. At most 1000.' },
    delayMs: { text: 'Delay of most timers.', unit: 'ms' },
    gapMs: {
      text: 'Between the deadlines of the later ones. At least 4: less is below what loops resolve.',
      unit: 'ms',
    },
  },
  profiles: {
    smoke: [{ name: '2', params: { each: 2, delayMs: 4, gapMs: 4 }, pacing: SMOKE }],
    quick: [{ name: '20', params: { each: 20, delayMs: 4, gapMs: 4 }, pacing: BRIEF.quick }],
    standard: [{ name: '100', params: { each: 100, delayMs: 5, gapMs: 5 }, pacing: pacing(200, 1000, 3) }],
    full: [
      { name: '100', params: { each: 100, delayMs: 5, gapMs: 5 }, pacing: LONG.full },
      { name: '1000', params: { each: 1000, delayMs: 20, gapMs: 20 }, pacing: LONG.full },
    ],
  },
  shrink: { each: 1 },
  alphabet: [
    {
      name: 'arm',
      code: 1,
      order: 'sequence',
      text: 'The timer is about to be armed.',
      key: 'timer',
      id: 'timer',
      digest: 'delay in microseconds',
    },
    {
      name: 'fire',
      code: 2,
      order: 'sequence',
      text: 'The timer fires.',
      key: 'timer',
      id: 'timer',
      digest: 'delay in microseconds',
    },
    {
      name: 'cancel',
      code: 3,
      order: 'sequence',
      text: 'The timer has been cancelled.',
      key: 'timer',
      id: 'timer',
      digest: '0 for the first time, 1 for the second',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'T1',
      level: 'must',
      text: 'Each timer that is armed and not cancelled fires exactly once.',
      events: ['arm', 'fire', 'cancel'],
    },
    {
      kind: 'never-after',
      id: 'T2',
      level: 'must',
      text: 'A timer that was cancelled before it fired never fires, even when it was overdue.',
      event: 'fire',
      after: 'cancel',
      join: 'id',
    },
    {
      kind: 'not-before',
      id: 'T3',
      level: 'must',
      text: 'No timer fires before its delay has passed, within the tolerance that its runtime documents.',
      start: 'arm',
      end: 'fire',
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per timer', primary: true, minimumEffect: 0.03 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'timer',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'the runtime does the cancelling, and an emitter adds nothing to it' },
      promises: 'supported',
      streams: { unsupported: 'a stream has no timers of its own to cancel' },
      blocking: { unsupported: 'where calls block, no code is left to cancel them' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a timer has none' },
      generators: { unsupported: 'what waits in a joined generator has no handle to cancel it by' },
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block, no code is left to cancel them' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // Twice what is expected: an event too many is to be a finding, not a full recorder.
  capacity: (params) => ({ events: 6 * timersOf(params), samples: 0 }),
  operations: timersOf,
  expected,
};
