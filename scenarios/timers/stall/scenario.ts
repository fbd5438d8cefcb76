// timers.stall: the loop is blocked until all timers are overdue, one of which was armed in the meantime; another is armed at the end of that.
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Key of the arming order, of the order of firing, and of the timers that are armed late and last. */
const ARMED = 0;
const FIRED = 1;
const LATE = 2;
const LAST = 3;

/** Timer `id` is due `firstMs + id * gapMs` after all are armed: the first of them first, the others from the last deadline on. */
function* expected({ params }: Expectation): Iterable<ExpectedEvent> {
  const count = Number(params['count']);
  const delayUs = (id: number): number => 1000 * (Number(params['firstMs']) + id * Number(params['gapMs']));
  const ids = Array.from({ length: count }, (_, id) => id);
  for (const id of [0, ...ids.slice(1).reverse()]) yield { kind: 'arm', key: ARMED, id, digest: delayUs(id) };
  for (const id of ids) yield { kind: 'fire', key: FIRED, id, digest: delayUs(id) };
  yield { kind: 'arm_late', key: LATE, id: count - 1, digest: delayUs(count) };
  yield { kind: 'fire_late', key: LATE, id: count - 1, digest: delayUs(count) };
  const lastUs = 1000 * Number(params['gapMs']);
  yield { kind: 'arm_last', key: LAST, id: 0, digest: lastUs };
  yield { kind: 'fire_last', key: LAST, id: 0, digest: lastUs };
}

export const scenario: Scenario = {
  id: 'timers.stall',
  version: 2,
  family: 'timers',
  title: 'Stalled loop',
  summary:
    'Timers that all became overdue while the loop was blocked must fire in the order of their deadlines, and one that is armed at the end of that must not fire early by it.',
  parameters: {
    count: { text: 'Timers that are armed together. At least 2.' },
    firstMs: { text: 'Delay of the first deadline.', unit: 'ms' },
    gapMs: { text: 'Between two deadlines. At least 4: less is below what loops resolve.', unit: 'ms' },
  },
  profiles: {
    smoke: [{ name: '2', params: { count: 2, firstMs: 5, gapMs: 4 }, pacing: SMOKE }],
    quick: [{ name: '4', params: { count: 4, firstMs: 5, gapMs: 4 }, pacing: BRIEF.quick }],
    standard: [{ name: '8', params: { count: 8, firstMs: 5, gapMs: 5 }, pacing: pacing(100, 1000, 3) }],
    full: [{ name: '16', params: { count: 16, firstMs: 5, gapMs: 5 }, pacing: pacing(200, 4000, 3) }],
  },
  shrink: { count: 2 },
  alphabet: [
    {
      name: 'arm',
      code: 1,
      order: 'sequence',
      text: 'The timer is about to be armed.',
      key: 'always 0',
      id: 'timer, numbered by deadline from 0',
      digest: 'delay in microseconds',
    },
    {
      name: 'fire',
      code: 2,
      order: 'sequence',
      text: 'The timer fires.',
      key: 'always 1',
      id: 'timer, numbered by deadline from 0',
      digest: 'delay in microseconds',
    },
    {
      name: 'arm_late',
      code: 3,
      order: 'sequence',
      text: 'One more timer is about to be armed, for as long as the first one was and with the last deadline of all.',
      key: 'always 2',
      id: 'the timer whose deadline is the last one before',
      digest: 'deadline in microseconds',
    },
    {
      name: 'fire_late',
      code: 4,
      order: 'sequence',
      text: 'That timer fires.',
      key: 'always 2',
      id: 'the timer whose deadline is the last one before',
      digest: 'deadline in microseconds',
    },
    {
      name: 'arm_last',
      code: 5,
      order: 'sequence',
      text: 'The loop was blocked until all are overdue, and one more timer is about to be armed by what blocked it.',
      key: 'always 3',
      id: 'always 0',
      digest: 'delay in microseconds',
    },
    {
      name: 'fire_last',
      code: 6,
      order: 'sequence',
      text: 'That timer fires.',
      key: 'always 3',
      id: 'always 0',
      digest: 'delay in microseconds',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'T1',
      level: 'must',
      text: 'Each armed timer fires exactly once.',
      events: ['arm', 'fire', 'arm_late', 'fire_late', 'arm_last', 'fire_last'],
    },
    {
      kind: 'exact',
      id: 'T4',
      level: 'must',
      text: 'Timers armed together, with deadlines at least 4 ms apart, fire in the order of their deadlines when all are overdue.',
      events: ['arm', 'fire'],
    },
    {
      kind: 'edge',
      id: 'T4s',
      level: 'must',
      text: 'A timer that was armed later and is due last fires last.',
      before: 'fire',
      after: 'fire_late',
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
    {
      kind: 'not-before',
      id: 'T3b',
      level: 'must',
      text: 'A timer that is armed at the end of a long callback does not fire before its delay has passed since then.',
      start: 'arm_last',
      end: 'fire_last',
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
      events: { unsupported: "the order under test is the runtime's own, and an emitter adds none" },
      promises: 'supported',
      streams: { unsupported: "the order under test is the runtime's own, and a stream adds none" },
      blocking: { unsupported: 'where calls block there is no loop to stall' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a timer has none' },
      generators: { unsupported: 'a generator is resumed by its timer: it cannot arm one and block' },
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block there is no loop to stall' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // Twice what is expected: an event too many is to be a finding, not a full recorder.
  capacity: (params) => ({ events: 4 * (Number(params['count']) + 2), samples: 0 }),
  operations: (params) => Number(params['count']) + 2,
  expected,
};
