// dispatch.mutate: listeners that add, remove, emit and throw while an emit is under way.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/**
 * What must happen in each step, by the rules of Node's emitter. A letter is a call of that listener, brackets are an emit within
 * one, a point is the return of an emit and an exclamation mark the arrival of an error at its caller. What the listeners do is
 * in the table of the README, and in `script.ts` and `script.py`.
 */
const STEPS = [
  'ABC.',
  'ABC.AB.',
  'AB.ABD.',
  'ABC.AC.',
  'A(B)B.B.',
  'A(XY)B.AB.',
  'AB!ABC.',
  'AB.B.',
  'ABC.BC.',
];
const LISTENERS = 'ABCDXY';
/** Ids of the calls of one repeat. */
const SPAN = 8;
/** In place of a depth: the value that a thrown error carries. */
const ERROR = 15;

function* expected({ params, nonce }: Expectation): Iterable<ExpectedEvent> {
  const seed = seedOfNonce(nonce);
  for (let repeat = 0; repeat < Number(params['repeats']); repeat++)
    for (const [step, outcome] of STEPS.entries()) yield* enacted(seed, repeat, step, outcome);
}

function* enacted(seed: number, repeat: number, step: number, outcome: string): Iterable<ExpectedEvent> {
  let emission = 0;
  let depth = 0;
  const value = (place: number): number =>
    Math.imul(seed ^ ((step << 8) | (emission << 4) | place), 0x9e3779b1) >>> 0;
  for (const sign of outcome) {
    if (sign === '(') depth++;
    else if (sign === ')') yield { kind: 'returned', key: step, id: repeat, digest: value(depth--) };
    else if (sign === '.' || sign === '!') {
      const kind = sign === '.' ? 'returned' : 'caught';
      yield { kind, key: step, id: repeat, digest: value(sign === '.' ? 0 : ERROR) };
      emission++;
    } else {
      const id = repeat * SPAN + LISTENERS.indexOf(sign);
      yield { kind: 'call', key: step, id, digest: value(depth) };
    }
  }
}

const CALLS = STEPS.join('').replaceAll(/[^A-Z]/g, '').length;
const EVENTS = STEPS.join('').replaceAll('(', '').length;

export const scenario: Scenario = {
  id: 'dispatch.mutate',
  version: 1,
  family: 'dispatch',
  title: 'Listeners that change',
  summary:
    'Listeners add, remove, emit and throw while an emit is under way: who is called, and who learns of the error.',
  parameters: {
    repeats: { text: 'Number of times that a round goes through the nine steps.' },
  },
  profiles: {
    smoke: [{ name: '2', params: { repeats: 2 }, pacing: SMOKE }],
    quick: [{ name: '50', params: { repeats: 50 }, pacing: BRIEF.quick }],
    standard: [{ name: '500', params: { repeats: 500 }, pacing: pacing(200, 1000, 3) }],
    full: [{ name: '500', params: { repeats: 500 }, pacing: LONG.full }],
  },
  shrink: { repeats: 1 },
  alphabet: [
    {
      name: 'call',
      code: 1,
      order: 'sequence',
      text: 'A listener has been called.',
      key: 'step, from 0',
      id: 'repeat times 8 plus listener (A to D, X, Y)',
      digest: 'value of the emit, from nonce, step, number of the emit and depth',
    },
    {
      name: 'returned',
      code: 2,
      order: 'sequence',
      text: 'An emit has returned.',
      key: 'step, from 0',
      id: 'repeat',
      digest: 'value of the emit',
    },
    {
      name: 'caught',
      code: 3,
      order: 'sequence',
      text: 'An error of a listener has come out of the emit.',
      key: 'step, from 0',
      id: 'repeat',
      digest: 'value that the error carries',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'L7',
      level: 'must',
      text: 'An emit calls the listeners that were registered when it began, in the order in which they were added; an emit within it comes first.',
      events: ['call'],
    },
    {
      kind: 'exact',
      id: 'L6',
      level: 'must',
      text: 'An error of a listener reaches the caller of the emit exactly once, and the emitter works on.',
      events: ['caught'],
    },
    {
      kind: 'exact',
      id: 'L1',
      level: 'must',
      text: 'An emit returns when its last listener has returned.',
      events: ['call', 'returned', 'caught'],
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per call', primary: true, minimumEffect: 0.03 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'call of a listener',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: {
        unsupported: 'a bare list of functions has no rules: an emitter is such a list with rules',
      },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a stream has one reader, not listeners that come and go' },
      blocking: { unsupported: 'calling listeners waits for nothing: there is nothing to block on' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol is the one listener of its transport' },
      generators: { unsupported: 'a generator waits to be resumed: a listener is called' },
      coroutines: 'supported',
      blocking: { unsupported: 'calling listeners waits for nothing: there is nothing to block on' },
      nurseries: {
        unsupported:
          'awaiting listeners passes through no loop: `coroutines` shows what a list that changes does',
      },
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // Twice what is expected: an event too many is to be a finding, not a full recorder.
  capacity: (params) => ({ events: 2 * EVENTS * Number(params['repeats']), samples: 0 }),
  operations: (params) => CALLS * Number(params['repeats']),
  expected,
};
