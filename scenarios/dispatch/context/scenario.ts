// dispatch.context: which context a callback, a task, a timer, a listener, a thread sees: that of who asked for it, and where runtimes differ their own.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';
import profiles from './profiles.json' with { type: 'json' };

/** The key of a case is its place here, 32 more for what is seen outside of it, and 64 more for each pass. A runtime may lack some. */
const CASES: readonly string[] = (
  'deferred timer awaited resolved reaction queue pool input generator apart siblings gathered ' +
  'tick micro callee leak listener target bound message asyncgen thenable exit error function threadsafe eager'
).split(' ');
const KEYS = 64;
const OUTSIDE = 32;
/** Where a context is looked at; its id is its place here. */
const PLACES: readonly string[] = 'inside after creator first second outside'.split(' ');

/** For each case what is seen where, in order: `inside:1` is context 1 at the place `inside`. */
type Sights = Readonly<Partial<Record<string, string>>>;

/** What everybody sees. A case runs in context 1; others act in context 2; what some change it to is 3 and 4. */
const SAW: Sights = {
  deferred: 'inside:1',
  timer: 'inside:1',
  awaited: 'after:1',
  resolved: 'after:1',
  reaction: 'inside:2',
  queue: 'after:1',
  pool: 'after:1',
  input: 'inside:1',
  generator: 'first:1 second:2',
};
const APART: Sights = {
  apart: 'creator:1 inside:3 after:1',
  siblings: 'first:3 second:1',
  gathered: 'first:3 second:4 after:1',
};
const OWN: Profiles<{ readonly cases: Sights }> = profiles;

function* expected({ params, nonce, runtime }: Expectation): Iterable<ExpectedEvent> {
  const seed = seedOfNonce(nonce);
  const kinds = [
    ['saw', SAW],
    ['apart', APART],
    ['own', profileRow(OWN, runtime).cases],
  ] as const;
  for (let pass = 0; pass < Number(params['passes']); pass++)
    for (const [kind, cases] of kinds)
      for (const [name, sights = ''] of Object.entries(cases)) {
        const key = pass * KEYS + CASES.indexOf(name);
        for (const sight of sights.split(' ')) yield eventOf(seed, kind, key, sight);
        yield eventOf(seed, 'outside', key + OUTSIDE, 'outside:0');
      }
}

function eventOf(seed: number, kind: string, key: number, sight: string): ExpectedEvent {
  const [place = '', seen] = sight.split(':');
  const id = PLACES.indexOf(place);
  return {
    kind,
    key,
    id,
    digest: Math.imul(seed ^ (key * 0x10000 + id * 0x10 + Number(seen)), 0x9e3779b1) >>> 0,
  };
}

const event = (name: string, code: number, text: string): Scenario['alphabet'][number] => ({
  name,
  code,
  order: 'sequence',
  text,
  key: `case: ${CASES.map((each, key) => `${key} ${each}`).join(', ')}; 32 more outside of it; 64 more for each pass`,
  id: `place: ${PLACES.map((place, id) => `${id} ${place}`).join(', ')}`,
  digest: 'value of the key, the place and the context that is seen, 0 if none',
});

/** Styles that would show nothing else. */
const ONE_STYLE_SHOWS_IT = {
  unsupported: 'callbacks, tasks, timers and threads are cases here: one style enacts them all',
} as const;

export const scenario: Scenario = {
  id: 'dispatch.context',
  version: 1,
  family: 'dispatch',
  title: 'Context',
  summary:
    'AsyncLocalStorage and contextvars: which context a callback, task, timer, listener, generator or thread sees, and what it can change for others.',
  parameters: { passes: { text: 'Number of times that a round runs all cases.' } },
  profiles: {
    smoke: [{ name: '1p', params: { passes: 1 }, pacing: SMOKE }],
    quick: [{ name: '2p', params: { passes: 2 }, pacing: BRIEF.quick }],
    standard: [{ name: '10p', params: { passes: 10 }, pacing: pacing(50, 300, 3) }],
    full: [{ name: '50p', params: { passes: 50 }, pacing: pacing(100, 1000, 5) }],
  },
  shrink: { passes: 1 },
  alphabet: [
    event('saw', 1, 'A context is seen that everybody must see.'),
    event('apart', 2, 'A context is seen that somebody has changed, or nobody has.'),
    event('own', 3, "A context is seen that is the runtime's own answer."),
    event('outside', 4, 'Outside of the case no context is seen.'),
  ],
  rules: [
    {
      kind: 'exact',
      id: 'L13',
      level: 'must',
      text: 'What is deferred, timed, awaited or waits for input or a thread sees the context of who asked for it, not of who makes it go on.',
      events: ['saw'],
    },
    {
      kind: 'exact',
      id: 'L13a',
      level: 'must',
      text: 'What a task or a callback changes after it has waited, neither its creator nor its siblings see.',
      events: ['apart'],
    },
    {
      kind: 'exact',
      id: 'L13b',
      level: 'must',
      text: 'Whoever runs a case in a context of its own has none afterwards.',
      events: ['outside'],
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'Elsewhere the context is seen that the profile of the runtime gives.',
      events: ['own'],
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per pass', primary: true, minimumEffect: 0.05 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'pass',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: ONE_STYLE_SHOWS_IT,
      events: ONE_STYLE_SHOWS_IT,
      promises: 'supported',
      streams: ONE_STYLE_SHOWS_IT,
      blocking: { unsupported: 'where calls block a variable of the caller is context enough' },
    },
    python: {
      callbacks: ONE_STYLE_SHOWS_IT,
      protocols: ONE_STYLE_SHOWS_IT,
      generators: ONE_STYLE_SHOWS_IT,
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block a variable of the caller is context enough' },
      nurseries: {
        unsupported:
          'the cases are what asyncio can call later; trio has tasks alone, and each has the context of who starts it',
      },
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // A little more than there should be: what comes too often is to be found, not refused.
  capacity: (params) => ({ events: 6 * CASES.length * Number(params['passes']), samples: 0 }),
  operations: (params) => Number(params['passes']),
  expected,
};
