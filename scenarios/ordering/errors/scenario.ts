// ordering.errors: callbacks and tasks of which some throw. With a handler all others run; without one the runtime's profile decides.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';
import profiles from './profiles.json' with { type: 'json' };

/** Turns run on key 0 and timers on key 1; their errors are handled on keys 2 and 3. */
const CLASSES = 2;
const CALLBACK_CHILD = 4;
const TASK_CHILD = 5;

/** What becomes of a process of three callbacks or tasks when the one in the middle throws and nobody hears it. */
interface Unheard {
  /** How many of the three run. */
  readonly runs: number;
  readonly exitCode: number;
}

const PROFILES: Profiles<{ readonly callback: Unheard; readonly task: Unheard }> = profiles;

/** The value of a callback, which no workload can give without having read the nonce. */
function valueOf(seed: number, key: number, id: number): number {
  return Math.imul(seed ^ (key * 0x10000 + id), 0x9e3779b1) >>> 0;
}

function* expected({ params, nonce, traced, runtime }: Expectation): Iterable<ExpectedEvent> {
  const count = Number(params['count']);
  const failEvery = Number(params['failEvery']);
  const seed = seedOfNonce(nonce);
  for (let key = 0; key < CLASSES; key++)
    for (let id = key * count; id < (key + 1) * count; id++) {
      const digest = valueOf(seed, key, id);
      yield { kind: 'run', key, id, digest };
      if ((id + 1) % failEvery === 0) yield { kind: 'handled', key: CLASSES + key, id, digest };
    }
  if (!traced) return;
  const row = profileRow(PROFILES, runtime);
  yield* child(seed, CALLBACK_CHILD, row.callback);
  yield* child(seed, TASK_CHILD, row.task);
}

function* child(seed: number, key: number, { runs, exitCode }: Unheard): Iterable<ExpectedEvent> {
  for (let id = 0; id < runs; id++) yield { kind: 'child_run', key, id, digest: valueOf(seed, key, id) };
  yield { kind: 'child_exit', key, id: exitCode, digest: 0 };
}

const size = (count: number, failEvery: number): Parameters => ({ count, failEvery });

export const scenario: Scenario = {
  id: 'ordering.errors',
  version: 1,
  family: 'ordering',
  title: 'Errors',
  summary:
    'Some callbacks throw: with a handler each error is reported once and all others run; without a handler, the profile of the runtime holds.',
  parameters: {
    count: { text: 'Callbacks of each class: turns of the loop, and timers.' },
    failEvery: { text: 'Every `failEvery`-th callback throws when it has run.' },
  },
  profiles: {
    smoke: [{ name: '6x3', params: size(6, 3), pacing: SMOKE }],
    quick: [{ name: '40x4', params: size(40, 4), pacing: BRIEF.quick }],
    standard: [{ name: '200x4', params: size(200, 4), pacing: pacing(50, 300, 3) }],
    full: [
      { name: '200x4', params: size(200, 4), pacing: pacing(100, 1000, 5) },
      { name: '1000x1', params: size(1000, 1), pacing: pacing(100, 1000, 5) },
    ],
  },
  shrink: { count: 1 },
  alphabet: [
    {
      name: 'run',
      code: 1,
      order: 'sequence',
      text: 'A callback runs. It may throw afterwards.',
      key: 'class: 0 turns, 1 timers',
      id: 'callback, counted through the round',
      digest: 'value of the callback',
    },
    {
      name: 'handled',
      code: 2,
      order: 'sequence',
      text: 'The handler was given an error.',
      key: 'class: 2 turns, 3 timers',
      id: 'callback that threw it',
      digest: 'value of the callback that threw it',
    },
    {
      name: 'child_run',
      code: 3,
      order: 'sequence',
      text: 'In a process without a handler one of three runs. The second throws. Traced rounds only.',
      key: '4: three callbacks, 5: three tasks',
      id: 'callback or task, from 0',
      digest: 'value of the callback or task',
    },
    {
      name: 'child_exit',
      code: 4,
      order: 'sequence',
      text: 'That process has ended. Traced rounds only.',
      key: '4: three callbacks, 5: three tasks',
      id: 'exit code',
      digest: 'always 0',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'L6',
      level: 'must',
      text: 'With a handler, an error in one callback neither prevents others from running nor changes their order.',
      events: ['run'],
    },
    {
      kind: 'exact',
      id: 'L6a',
      level: 'must',
      text: 'Each error reaches the handler exactly once, in the order in which they were thrown.',
      events: ['handled'],
    },
    {
      kind: 'edge',
      id: 'L6b',
      level: 'must',
      text: 'An error is handled after its callback has run.',
      before: 'run',
      after: 'handled',
      join: 'id',
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'Without a handler the process ends or goes on, as the profile of its runtime says.',
      events: ['child_run', 'child_exit'],
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per callback', primary: true, minimumEffect: 0.05 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'callback',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'an error in a listener reaches its emitter: `dispatch.mutate` shows that' },
      promises: 'supported',
      streams: { unsupported: 'an error destroys a stream: there are no others that could go on' },
      blocking: { unsupported: 'where calls block an error reaches the caller' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and this scenario has no transport' },
      generators: {
        unsupported: 'an error ends the generator and reaches who drives it, as with coroutines',
      },
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block an error reaches the caller' },
      nurseries: {
        unsupported: 'trio has no handler: an error ends the nursery of its task and is raised there',
      },
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // A little more than there should be: what comes too often is to be found, not refused.
  capacity: (params) => ({ events: 2 * CLASSES * Number(params['count']) + 24, samples: 0 }),
  operations: (params) => CLASSES * Number(params['count']),
  expected,
};
