// ordering.primitives: the standard library's own queues, locks, semaphores, events, conditions and barriers: who is served when, and who is refused.
import { eventsOfCourse } from '../../../harness/contract/course.ts';
import type { Courses } from '../../../harness/contract/course.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Scenario } from '../../../harness/contract/scenario.ts';
import profiles from './profiles.json' with { type: 'json' };

/** The key of a case is its place here, and 64 more for each pass. A runtime may lack some. */
const CASES: readonly string[] = (
  'queue_order queue_bound queue_lifo queue_priority queue_cancel queue_served queue_join ' +
  'shutdown shutdown_now lock_order lock_served semaphore_order semaphore_late semaphore_served ' +
  'bounded_release event_order event_cleared condition_order condition_served barrier_order barrier_aborted'
).split(' ');
/** What who serves says; its id is its place here. */
const OUTCOMES: readonly string[] =
  'a b c d a! b! c! d! body! group aggregate cancelled timeout empty pending refused on x y heard'.split(' ');

const COURSES: Courses = { profiles, cases: CASES, outcomes: OUTCOMES };

const event = (name: string, code: number, text: string, id: string): Scenario['alphabet'][number] => ({
  name,
  code,
  order: 'sequence',
  text,
  key: `case: ${CASES.map((each, key) => `${key} ${each}`).join(', ')}; 64 more for each pass`,
  id,
  digest: 'value of the key, the id and what happened',
});

const WHO = 'who waits: 0 a, 1 b, 2 c, 3 d';

/** Styles that would show nothing else. */
const ONE_STYLE_SHOWS_IT = {
  unsupported: "the primitives are the runtime's own, one style shows them",
} as const;

export const scenario: Scenario = {
  id: 'ordering.primitives',
  version: 1,
  family: 'ordering',
  title: 'Primitives',
  summary:
    "The runtime's own queues, locks, semaphores, events, conditions and barriers. Shows who is served when, who is refused, and that nothing is lost with who is cancelled.",
  parameters: { passes: { text: 'Number of times that a round runs all cases.' } },
  profiles: {
    smoke: [{ name: '1p', params: { passes: 1 }, pacing: SMOKE }],
    quick: [{ name: '2p', params: { passes: 2 }, pacing: BRIEF.quick }],
    standard: [{ name: '10p', params: { passes: 10 }, pacing: pacing(50, 300, 3) }],
    full: [{ name: '50p', params: { passes: 50 }, pacing: pacing(100, 1000, 5) }],
  },
  shrink: { passes: 1 },
  alphabet: [
    event('begin', 1, 'Somebody begins to wait.', WHO),
    event('end', 2, 'Its wait ends: served, refused, or cancelled.', WHO),
    event(
      'told',
      3,
      'Who serves says that it goes on.',
      `what: ${OUTCOMES.map((what, id) => `${id} ${what}`).join(', ')}`,
    ),
    event('count', 4, 'A number: an item, a place, or how many there are.', 'the number'),
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'L14',
      level: 'must',
      text: 'Everybody who waits is served, refused or cancelled, exactly once.',
      events: ['begin', 'end', 'told'],
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'They are so in the order that the profile of the runtime gives: who came first is served first.',
      events: ['begin', 'end', 'told'],
    },
    {
      kind: 'edge',
      id: 'L14a',
      level: 'must',
      text: 'Nobody is served that does not wait.',
      before: 'begin',
      after: 'end',
      join: 'key-id',
    },
    {
      kind: 'exact',
      id: 'L14b',
      level: 'must',
      text: 'Items, places and sizes are those that they must be: nothing is lost with who is cancelled, and nothing is handed out twice.',
      events: ['count'],
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
      streams: { unsupported: 'streams are cases here, as the queues that Node has' },
      blocking: { unsupported: 'the primitives of threads are others: `Atomics.wait`' },
    },
    python: {
      callbacks: ONE_STYLE_SHOWS_IT,
      protocols: ONE_STYLE_SHOWS_IT,
      generators: ONE_STYLE_SHOWS_IT,
      coroutines: 'supported',
      blocking: { unsupported: 'the primitives of threads are others: `threading`, `queue`' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // A little more than there should be: what comes too often is to be found, not refused.
  capacity: (params) => ({ events: 400 * Number(params['passes']), samples: 0 }),
  operations: (params) => Number(params['passes']),
  expected: (context) => eventsOfCourse(COURSES, context),
};
