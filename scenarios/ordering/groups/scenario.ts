// ordering.groups: combinators, groups, timeouts and abort signals: what is cancelled, what is swallowed, and what still counts afterwards.
import { eventsOfCourse } from '../../../harness/contract/course.ts';
import type { Courses } from '../../../harness/contract/course.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Scenario } from '../../../harness/contract/scenario.ts';
import profiles from './profiles.json' with { type: 'json' };

/** The key of a case is its place here, and 64 more for each pass. A runtime may lack some. */
const CASES: readonly string[] = (
  'all settled any any_none race race_fails empty abort_all value_kept timeout_expires timeout_swallowed signal_any signal_late ' +
  'group_fails group_two_fail group_body_fails group_cancelled group_both group_unit_cancelled group_nested timeout_cancelled ' +
  'wait_for_expires wait_for_late wait_for_cancelled wait_for_done wait_for_at_once shield cancel_twice uncancel eager eager_group'
).split(' ');
/** What is told to who waits; its id is its place here. */
const OUTCOMES: readonly string[] =
  'a b c d a! b! c! d! body! group aggregate cancelled timeout empty pending refused on x y heard'.split(' ');

const COURSES: Courses = { profiles, cases: CASES, outcomes: OUTCOMES };

const KEY_TEXT = `case: ${CASES.map((name, key) => `${key} ${name}`).join(', ')}; 64 more for each pass`;
const DIGEST_TEXT = 'value of the key, the id and what happened';

const unitEvent = (name: string, code: number, text: string): Scenario['alphabet'][number] => ({
  name,
  code,
  order: 'sequence',
  text,
  key: KEY_TEXT,
  id: 'unit: 0 a, 1 b, 2 c, 3 d',
  digest: DIGEST_TEXT,
});

const outcomeEvent = (name: string, code: number, text: string): Scenario['alphabet'][number] => ({
  ...unitEvent(name, code, text),
  id: `what: ${OUTCOMES.map((what, id) => `${id} ${what}`).join(', ')}`,
});

/** Styles that would show nothing else. */
const ONE_STYLE_SHOWS_IT = {
  unsupported: "combinators and groups are the runtime's own, one style shows them",
} as const;

export const scenario: Scenario = {
  id: 'ordering.groups',
  version: 1,
  family: 'ordering',
  title: 'Groups',
  summary:
    'Units are joined, raced, grouped, timed out and cancelled in some thirty ways. Shows what is cancelled, what is swallowed, and that nothing is left behind.',
  parameters: { passes: { text: 'Number of times that a round runs all cases.' } },
  profiles: {
    smoke: [{ name: '1p', params: { passes: 1 }, pacing: SMOKE }],
    quick: [{ name: '2p', params: { passes: 2 }, pacing: BRIEF.quick }],
    standard: [{ name: '5p', params: { passes: 5 }, pacing: pacing(50, 300, 3) }],
    full: [{ name: '10p', params: { passes: 10 }, pacing: pacing(100, 1000, 5) }],
  },
  shrink: { passes: 1 },
  alphabet: [
    unitEvent('begin', 1, 'A unit begins.'),
    unitEvent('end', 2, 'A unit ends, fails, or is told that it is cancelled.'),
    unitEvent('clean', 3, 'A unit has cleaned up, which takes one more turn of the loop.'),
    outcomeEvent('told', 4, 'Who waits for units is told.'),
    outcomeEvent(
      'left',
      5,
      'Likewise, where nothing may be at work any more: a group, a timeout, `wait_for`.',
    ),
    {
      ...unitEvent('count', 6, 'Asked how many requests to cancel it still counts, a task answers.'),
      id: 'the number',
    },
    {
      name: 'unheard',
      code: 7,
      order: 'raw',
      text: 'The runtime complains of an error that nobody has asked for.',
      key: 'always 0',
      id: 'always 0',
      digest: 'always 0',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'L12',
      level: 'must',
      text: 'Each unit and each who waits comes to the ends that the profile of the runtime gives, each exactly once.',
      events: ['begin', 'end', 'clean', 'told', 'left'],
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'In each case they do so in the order that the profile of the runtime gives.',
      events: ['begin', 'end', 'clean', 'told', 'left'],
    },
    {
      kind: 'edge',
      id: 'L12a',
      level: 'must',
      text: 'No unit ends that has not begun.',
      before: 'begin',
      after: 'end',
      join: 'key-id',
    },
    {
      kind: 'never-after',
      id: 'L12b',
      level: 'must',
      text: 'Who leaves a group, a timeout or `wait_for` leaves nothing at work: all have cleaned up.',
      event: 'clean',
      after: 'left',
      join: 'key',
    },
    {
      kind: 'exact',
      id: 'L12c',
      level: 'must',
      text: 'The requests to cancel that a task still counts are those that the profile of the runtime gives: none where its own timeout made them.',
      events: ['count'],
    },
    {
      kind: 'forbid',
      id: 'L12d',
      level: 'must',
      text: 'What a combinator or a group swallows, it swallows in silence.',
      event: 'unheard',
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
      blocking: { unsupported: 'a thread that blocks can be neither joined in the loop nor cancelled' },
    },
    python: {
      callbacks: ONE_STYLE_SHOWS_IT,
      protocols: ONE_STYLE_SHOWS_IT,
      generators: ONE_STYLE_SHOWS_IT,
      coroutines: 'supported',
      blocking: { unsupported: 'a thread that blocks can be neither joined in the loop nor cancelled' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // A little more than there should be: what comes too often is to be found, not refused.
  capacity: (params) => ({ events: 400 * Number(params['passes']), samples: 0 }),
  operations: (params) => Number(params['passes']),
  expected: (context) => eventsOfCourse(COURSES, context),
};
