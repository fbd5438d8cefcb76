// ordering.phases: everything a loop can be asked to do later, armed at once from each of its phases. The order is the runtime's own.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';
import profiles from './profiles.json' with { type: 'json' };

/** The cases in the order in which a pass enacts them; the key of a case is its place here. A runtime may lack some. */
const CASES = ['start', 'await', 'turn', 'timer', 'poll', 'micro', 'eager'] as const;

/** What can run; its id is its place here. */
const LABELS: readonly string[] =
  'sync tick micro immediate timer poll close soon task future threadsafe body caller'.split(' ');

/** For each case what runs, in order. */
interface Order {
  readonly cases: Readonly<Record<(typeof CASES)[number], readonly string[]>>;
}

const ORDERS: Profiles<Order> = profiles;

function* expected({ params, nonce, runtime }: Expectation): Iterable<ExpectedEvent> {
  const seed = seedOfNonce(nonce);
  const { cases } = profileRow(ORDERS, runtime);
  for (let pass = 0; pass < Number(params['passes']); pass++)
    for (const [key, name] of CASES.entries())
      for (const label of cases[name]) {
        const id = LABELS.indexOf(label);
        const digest = Math.imul(seed ^ (pass * 0x10000 + key * 0x100 + id), 0x9e3779b1) >>> 0;
        yield { kind: 'ran', key, id, digest };
      }
}

/** Styles that would show nothing else. */
const ONE_STYLE_SHOWS_IT = {
  unsupported: "the order under test is the runtime's own, one style shows it",
} as const;

export const scenario: Scenario = {
  id: 'ordering.phases',
  version: 1,
  family: 'ordering',
  title: 'Phases',
  summary:
    'Timer, input, deferred call, microtask and close, armed together from each phase of the loop: in which order do they run?',
  parameters: { passes: { text: 'Number of times that a round runs all cases.' } },
  profiles: {
    smoke: [{ name: '1p', params: { passes: 1 }, pacing: SMOKE }],
    quick: [{ name: '2p', params: { passes: 2 }, pacing: BRIEF.quick }],
    standard: [{ name: '5p', params: { passes: 5 }, pacing: pacing(50, 300, 3) }],
    full: [{ name: '10p', params: { passes: 10 }, pacing: pacing(100, 1000, 5) }],
  },
  shrink: { passes: 1 },
  alphabet: [
    {
      name: 'ran',
      code: 1,
      order: 'sequence',
      text: 'What was armed in a case has run.',
      key: `case: ${CASES.map((name, key) => `${key} ${name}`).join(', ')}`,
      id: `what ran: ${LABELS.map((label, id) => `${id} ${label}`).join(', ')}`,
      digest: 'value of the pass, the case and what ran',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'L3',
      level: 'must',
      text: 'Everything that was armed runs exactly once.',
      events: ['ran'],
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'In each case it runs in the order that the profile of the runtime gives.',
      events: ['ran'],
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
      blocking: { unsupported: 'where calls block there are no phases' },
    },
    python: {
      callbacks: ONE_STYLE_SHOWS_IT,
      protocols: ONE_STYLE_SHOWS_IT,
      generators: ONE_STYLE_SHOWS_IT,
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block there are no phases' },
      nurseries: {
        unsupported:
          'trio has one kind of work, the tasks that are ready, in a random order: nothing has a rank',
      },
    },
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: (params) => ({
    events: CASES.length * LABELS.length * Number(params['passes']),
    samples: 0,
  }),
  operations: (params) => Number(params['passes']),
  expected,
};
