// timers.extremes: delays at the edge of sense. What each runtime makes of them is in its profile, and is checked.
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';
import profilesOfFile from './profiles.json' with { type: 'json' };

/** Timer `id` has the delay `DELAYS_MS[id]`. The last one is asked for first and alone: it may upset whatever else is armed. */
const DELAYS_MS = [0, -1, 1, 7.5, 2 ** 31, Number.POSITIVE_INFINITY, Number.NaN];

interface Row {
  /** By delay in milliseconds: fires within the window, is still pending at its end, or is refused. */
  readonly outcomes: Readonly<Record<string, string>>;
}
const profiles: Profiles<Row> = profilesOfFile;

function* expected({ runtime }: Expectation): Iterable<ExpectedEvent> {
  const { outcomes } = profileRow(profiles, runtime);
  for (const [id, delayMs] of DELAYS_MS.entries()) {
    // At least its whole milliseconds: some runtimes drop fractions.
    const digest = delayMs > 0 && delayMs < 1000 ? Math.floor(delayMs) * 1000 : 0;
    yield { kind: 'ask', key: id, id, digest };
    yield { kind: outcomes[String(delayMs)] ?? 'pending', key: id, id, digest };
  }
}

const outcome = (name: string, code: number, text: string): Scenario['alphabet'][number] => ({
  name,
  code,
  order: 'sequence',
  text,
  key: 'timer, from 0',
  id: 'the same',
  digest: 'whole milliseconds of a sensible delay, in microseconds; else 0',
});

export const scenario: Scenario = {
  id: 'timers.extremes',
  version: 1,
  family: 'timers',
  title: 'Extreme delays',
  summary: 'Delays of 0, -1, 1, 7.5 and 2^31 ms, infinity and NaN: how each runtime handles them.',
  parameters: {
    windowMs: { text: 'How long a timer may take to fire. At least 12.', unit: 'ms' },
  },
  profiles: {
    smoke: [{ name: '12ms', params: { windowMs: 12 }, pacing: SMOKE }],
    quick: [{ name: '15ms', params: { windowMs: 15 }, pacing: BRIEF.quick }],
    standard: [{ name: '25ms', params: { windowMs: 25 }, pacing: pacing(50, 300, 3) }],
    full: [{ name: '50ms', params: { windowMs: 50 }, pacing: pacing(100, 500, 3) }],
  },
  alphabet: [
    outcome('ask', 1, 'A timer of this delay is about to be armed.'),
    outcome('fire', 2, 'It has fired within the window.'),
    outcome('pending', 3, 'The window is over, and it has not fired. It is cancelled.'),
    outcome('refuse', 4, 'The runtime has refused to arm it.'),
  ],
  rules: [
    {
      kind: 'exact',
      id: 'TX',
      level: 'must',
      text: 'Each delay has the outcome that the profile of the runtime names.',
      events: ['ask', 'fire', 'pending', 'refuse'],
    },
    {
      kind: 'not-before',
      id: 'T3',
      level: 'must',
      text: 'No timer fires before the whole milliseconds of its delay have passed, within the tolerance that its runtime documents.',
      start: 'ask',
      end: 'fire',
    },
    {
      kind: 'never-after',
      id: 'T2',
      level: 'must',
      text: 'A timer that was cancelled at the end of the window never fires.',
      event: 'fire',
      after: 'pending',
      join: 'id',
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per timer', primary: true, minimumEffect: 0.05 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'timer',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: "what becomes of a delay is the runtime's own, and an emitter has none" },
      promises: 'supported',
      streams: { unsupported: "what becomes of a delay is the runtime's own, and a stream has none" },
      blocking: { unsupported: 'where calls block, a delay without an end blocks for good' },
    },
    python: {
      callbacks: {
        unsupported: 'a callback armed for NaN ends the loop of CPython 3.13 and with it the runner',
      },
      protocols: { unsupported: 'a protocol reacts to a transport, and a timer has none' },
      generators: {
        unsupported: 'their sleeps are callbacks: armed for NaN they end the loop of CPython 3.13',
      },
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block, a delay without an end blocks for good' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // Twice what is expected: an event too many is to be a finding, not a full recorder.
  capacity: () => ({ events: 4 * DELAYS_MS.length, samples: 0 }),
  operations: () => DELAYS_MS.length,
  expected,
};
