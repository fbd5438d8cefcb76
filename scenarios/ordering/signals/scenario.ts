// ordering.signals: signals from another process, one by one, in a burst, while the loop is held up, and as Ctrl-C to a process that does not expect it.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import { SIGNALS, signalPlan } from '../../../harness/contract/signal-plan.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';
import profiles from './profiles.json' with { type: 'json' };

/** Keys of the trace. Each way to hear of a signal while the loop is held up has one, and each process that is interrupted. */
const SINGLE = 0;
const BURST = 1;
const HELD = 2;
const CHILDREN = 8;
/** What a process that is interrupted does; its id is its place here. */
const STEPS: readonly string[] = ['ready', 'handled', 'cancelled', 'cleaned', 'interrupted'];

interface Row {
  /** For each way to hear of a signal: after the code that holds the loop up, or during it. */
  readonly held: readonly string[];
  readonly children: readonly { readonly steps: readonly string[]; readonly signal: number }[];
}

const ROWS: Profiles<Row> = profiles;

function* expected(context: Expectation): Iterable<ExpectedEvent> {
  const { params, nonce, secret, round, traced, runtime } = context;
  const plan = signalPlan(secret, round, Number(params['singles']), Number(params['burst']));
  const row = profileRow(ROWS, runtime);
  for (const [id, { place }] of plan.singles.entries()) {
    yield { kind: 'asked', key: SINGLE, id, digest: 0 };
    yield { kind: 'received', key: SINGLE, id, digest: place };
  }
  yield { kind: 'settled', key: BURST, id: 0, digest: plan.burst.states.at(-1) ?? 0 };
  for (const [way, when] of row.held.entries()) {
    const key = HELD + way;
    const heard = { kind: 'heard', key, id: 0, digest: plan.blocked[way]?.place ?? 0 };
    yield { kind: 'held', key, id: 0, digest: 0 };
    if (when === 'during') yield heard;
    yield { kind: 'released', key, id: 0, digest: 0 };
    if (when === 'after') yield heard;
  }
  if (traced) for (const [index, child] of row.children.entries()) yield* ofChild(nonce, index, child);
}

function* ofChild(
  nonce: string,
  index: number,
  { steps, signal }: Row['children'][number],
): Iterable<ExpectedEvent> {
  const key = CHILDREN + index;
  const seed = seedOfNonce(nonce);
  for (const step of steps) {
    const id = STEPS.indexOf(step);
    yield { kind: 'child_step', key, id, digest: Math.imul(seed ^ (key * 0x10000 + id), 0x9e3779b1) >>> 0 };
  }
  yield { kind: 'child_end', key, id: 1, digest: signal };
}

function set(singles: number, burst: number, pacing: ParameterSet['pacing']): ParameterSet {
  return { name: `${singles}+${burst}`, params: { singles, burst }, pacing };
}

const numberOf = (params: Parameters, name: string): number => Number(params[name]);

export const scenario: Scenario = {
  id: 'ordering.signals',
  version: 2,
  family: 'ordering',
  title: 'Signals',
  summary:
    'Another process sends signals: one by one, in a burst, while the loop is held up, and as Ctrl-C. Shows that none is lost, that nothing is interrupted by a handler, and how a process ends.',
  parameters: {
    singles: { text: 'Signals that are sent one by one, each after the last was received.' },
    burst: { text: 'How often one signal is sent at a stroke.' },
  },
  profiles: {
    smoke: [set(8, 10, SMOKE)],
    quick: [set(20, 20, BRIEF.quick)],
    standard: [set(50, 50, BRIEF.standard)],
    full: [set(200, 200, BRIEF.full)],
  },
  shrink: { singles: 1, burst: 1 },
  alphabet: [
    {
      name: 'asked',
      code: 1,
      order: 'sequence',
      text: 'The sender is about to be asked for a signal.',
      key: 'always 0',
      id: 'signal, from 0',
      digest: 'always 0',
    },
    {
      name: 'received',
      code: 2,
      order: 'sequence',
      text: 'A handler was told of a signal that was sent alone.',
      key: 'always 0',
      id: 'signal, from 0',
      digest: `which one it was: ${SIGNALS.map((name, place) => `${place} ${name}`).join(', ')}`,
    },
    {
      name: 'ran',
      code: 3,
      order: 'raw',
      text: 'A handler ran for a signal of the burst.',
      key: 'always 1',
      id: 'always 0',
      digest: 'how often it has run now',
    },
    {
      name: 'settled',
      code: 4,
      order: 'sequence',
      text: 'The burst is over.',
      key: 'always 1',
      id: 'always 0',
      digest: 'the state that the handler read when it ran last, 0 if it never did',
    },
    {
      name: 'held',
      code: 5,
      order: 'sequence',
      text: 'The loop is held up from here on, until a signal was sent and a little longer.',
      key: '2: for what the loop is told; 3: for what the interpreter is told',
      id: 'always 0',
      digest: 'always 0',
    },
    {
      name: 'released',
      code: 6,
      order: 'sequence',
      text: 'What held the loop up is over.',
      key: 'as `held`',
      id: 'always 0',
      digest: 'always 0',
    },
    {
      name: 'heard',
      code: 7,
      order: 'sequence',
      text: 'A handler was told of the signal that was sent meanwhile.',
      key: 'as `held`',
      id: 'always 0',
      digest: 'which one it was, as `received`',
    },
    {
      name: 'child_step',
      code: 8,
      order: 'sequence',
      text: 'A process that is interrupted says what it does. Traced rounds only.',
      key: '8: SIGINT, no handler; 9: SIGTERM, no handler; 10: SIGINT twice, a handler for the first',
      id: `step: ${STEPS.map((name, id) => `${id} ${name}`).join(', ')}`,
      digest: 'value of key and step',
    },
    {
      name: 'child_end',
      code: 9,
      order: 'sequence',
      text: 'That process has ended. Traced rounds only.',
      key: 'as `child_step`',
      id: '0: by itself; 1: by a signal',
      digest: 'its exit code, or the number of the signal',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'L10',
      level: 'must',
      text: 'Each signal that is sent alone is received exactly once, as the one that it is.',
      events: ['asked', 'received'],
    },
    {
      kind: 'edge',
      id: 'L10a',
      level: 'must',
      text: 'No signal is received that nobody asked for.',
      before: 'asked',
      after: 'received',
      join: 'id',
    },
    {
      kind: 'exact',
      id: 'L10b',
      level: 'must',
      text: 'After the last signal of a burst a handler runs: it sees what was there before that signal was sent.',
      events: ['settled'],
    },
    {
      kind: 'at-most',
      id: 'L10c',
      level: 'must',
      text: 'No handler runs more often than signals were sent.',
      event: 'ran',
      atMost: 'burst',
    },
    {
      kind: 'exact',
      id: 'L1',
      level: 'must',
      text: 'What the loop is told of waits until the code that holds the loop up is over; what the interpreter is told of does not.',
      events: ['held', 'released', 'heard'],
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'A process without a handler, and one that has given up its handler, does before its end what the profile of the runtime says, and ends by the signal.',
      events: ['child_step', 'child_end'],
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per signal', primary: true, minimumEffect: 0.05 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'signal',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: { unsupported: 'a signal is heard by a listener of the process: the style is `events`' },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a signal carries nothing that could flow' },
      blocking: { unsupported: 'where calls block there is no loop that a signal could wake' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a signal has none' },
      generators: { unsupported: 'a generator is resumed by a callback of the loop: that style shows it' },
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block there is no loop that a signal could wake' },
      nurseries: {
        unsupported:
          'the stages take handlers of a loop away and put others there; trio has none to take away',
      },
    },
  },
  stimulus: (params) => ({
    kind: 'signals',
    singles: numberOf(params, 'singles'),
    burst: numberOf(params, 'burst'),
  }),
  // A little more than there should be: what comes too often is to be found, not refused.
  capacity: (params) => ({
    events: 4 * numberOf(params, 'singles') + 2 * numberOf(params, 'burst') + 64,
    samples: 0,
  }),
  operations: (params) => numberOf(params, 'singles'),
  expected,
};
