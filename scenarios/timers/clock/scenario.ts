// timers.clock: the witness lets each timer be armed and stamps its effect, so that early and late timers show by a clock that is not the runner's.
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, quantileDifference } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Delays of 0, 1 and 2 ms more in turn: a clock that stands still cannot serve all of them. */
function delaysOf(params: Parameters): number[] {
  return Array.from({ length: Number(params['timers']) }, (_, id) => Number(params['delayMs']) + (id % 3));
}

function* expected({ params }: Expectation): Iterable<ExpectedEvent> {
  for (const [id, delayMs] of delaysOf(params).entries()) {
    yield { kind: 'arm', key: 0, id, digest: 1000 * delayMs };
    yield { kind: 'fire', key: 0, id, digest: 1000 * delayMs };
  }
}

const size = (timers: number): Parameters => ({ timers, delayMs: 5, holdMs: 6 });

export const scenario: Scenario = {
  id: 'timers.clock',
  version: 2,
  family: 'timers',
  title: "Timers by another's clock",
  summary:
    'The witness lets each timer be armed, sometimes late inside a long callback, and stamps its effect. Shows timers that are early or late although the runner says that they are not.',
  parameters: {
    timers: { text: 'Timers in a round, one after the other.' },
    delayMs: {
      text: 'Delay of the first timer; the next two have 1 and 2 ms more, and so on in turn.',
      unit: 'ms',
    },
    holdMs: {
      text: 'Before every second arming the loop is held up for so long, in the callback that arms.',
      unit: 'ms',
    },
  },
  profiles: {
    smoke: [{ name: '6t', params: size(6), pacing: SMOKE }],
    quick: [{ name: '6t', params: size(6), pacing: BRIEF.quick }],
    standard: [{ name: '30t', params: size(30), pacing: pacing(100, 1000, 3) }],
    full: [{ name: '30t', params: size(30), pacing: pacing(300, 4000, 3) }],
  },
  shrink: { timers: 2 },
  alphabet: [
    {
      name: 'arm',
      code: 1,
      order: 'sequence',
      text: 'The witness has answered, and the timer is about to be armed.',
      key: 'always 0',
      id: 'timer, from 0',
      digest: 'delay in microseconds',
    },
    {
      name: 'fire',
      code: 2,
      order: 'sequence',
      text: 'The timer has fired, and its effect is about to leave the process.',
      key: 'always 0',
      id: 'timer, from 0',
      digest: 'delay in microseconds',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'T1',
      level: 'must',
      text: 'Each armed timer fires exactly once.',
      events: ['arm', 'fire'],
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
      kind: 'lateness',
      id: 'T3s',
      level: 'must',
      text: 'No sample is earlier than the documented tolerance.',
    },
    {
      kind: 'witnessed-delay',
      id: 'T3w',
      level: 'must',
      text: 'By the clock of the witness, no effect of a timer comes before its delay has passed, within the same tolerance.',
    },
    {
      kind: 'edge',
      id: 'T6',
      level: 'must',
      text: 'A timer is armed before it fires.',
      before: 'arm',
      after: 'fire',
      join: 'key-id',
    },
  ],
  metrics: [
    quantileDifference('p50', 0.5, { title: 'lateness p50', primary: true, minimumEffect: 20_000 }),
    cpuPerOperation({ title: 'CPU per timer', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: MEANING_NOT_SPEED,
  samples: {
    event: 'fire',
    value: { kind: 'lateness', start: 'arm', from: 'id' },
    atOnce: [1],
    delayMs: 'delayMs',
  },
  operation: 'timer',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a stream passes on what a callback does: that style shows it' },
      blocking: 'supported',
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a timer has none' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: 'supported',
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'timers',
    delaysMs: delaysOf(params),
    holdMs: Number(params['holdMs']),
  }),
  capacity: (params) => ({ events: 2 * Number(params['timers']), samples: Number(params['timers']) }),
  operations: (params) => Number(params['timers']),
  expected,
};
