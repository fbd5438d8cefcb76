// timers.nested: timers that arm further timers when they fire, as a chain or as a tree.
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, wallPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Node 0 is the round itself; the children of node n are n * branches + 1 and so on, as in a heap. */
function* expected({ params }: Expectation): Iterable<ExpectedEvent> {
  const branches = Number(params['branches']);
  const digest = 1000 * Number(params['delayMs']);
  const timers = timersOf(params);
  for (let node = 0; node <= timers; node++) {
    if (node > 0) yield { kind: 'fire', key: node, id: node, digest };
    for (let child = node * branches + 1; child <= (node + 1) * branches && child <= timers; child++)
      yield { kind: 'arm', key: node, id: child, digest };
  }
}

/** `branches` on the first level, `branches` for each of them on the second, and so on. */
function timersOf(params: Parameters): number {
  let level = 1;
  let timers = 0;
  for (let depth = 0; depth < Number(params['depth']); depth++) {
    level *= Number(params['branches']);
    timers += level;
  }
  return timers;
}

const chain = (depth: number): Parameters => ({ depth, branches: 1, delayMs: 1 });
const tree = (depth: number, branches: number): Parameters => ({ depth, branches, delayMs: 1 });

export const scenario: Scenario = {
  id: 'timers.nested',
  version: 1,
  family: 'timers',
  title: 'Nested timers',
  summary:
    'Timers that arm further timers when they fire: cause always before effect, in chains and in trees.',
  parameters: {
    depth: { text: 'Levels of timers.' },
    branches: { text: 'Timers that each timer arms. 1 makes a chain.' },
    delayMs: { text: 'Delay of each timer.', unit: 'ms' },
  },
  profiles: {
    smoke: [{ name: 'tree-3x2', params: tree(3, 2), pacing: SMOKE }],
    quick: [
      { name: 'chain-20', params: chain(20), pacing: BRIEF.quick },
      { name: 'tree-5x3', params: tree(5, 3), pacing: BRIEF.quick },
    ],
    standard: [
      { name: 'chain-50', params: chain(50), pacing: pacing(200, 1000, 3) },
      { name: 'tree-5x3', params: tree(5, 3), pacing: pacing(200, 1000, 3) },
    ],
    full: [
      { name: 'chain-200', params: chain(200), pacing: LONG.full },
      { name: 'tree-6x4', params: tree(6, 4), pacing: LONG.full },
    ],
  },
  shrink: { depth: 1, branches: 1 },
  alphabet: [
    {
      name: 'arm',
      code: 1,
      order: 'sequence',
      text: 'A timer is about to be armed.',
      key: 'the timer that arms it, 0 for the round itself',
      id: 'timer, from 1',
      digest: 'delay in microseconds',
    },
    {
      name: 'fire',
      code: 2,
      order: 'sequence',
      text: 'The timer fires.',
      key: 'timer, from 1',
      id: 'the same',
      digest: 'delay in microseconds',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'T1',
      level: 'must',
      text: 'Each timer fires exactly once, and only then arms its own timers, in their order.',
      events: ['arm', 'fire'],
    },
    {
      kind: 'edge',
      id: 'T6',
      level: 'must',
      text: 'A timer fires after the timer that armed it.',
      before: 'arm',
      after: 'fire',
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
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per timer', primary: true, minimumEffect: 0.03 }),
    wallPerOperation({ title: 'time per timer', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: MEANING_NOT_SPEED,
  operation: 'timer',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'an emitter calls its listeners at once: it nests no timers' },
      promises: 'supported',
      streams: { unsupported: 'a stream is a line and not a tree' },
      blocking: { unsupported: 'where calls block, a timer that arms others is a function that sleeps' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a timer has none' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block, a timer that arms others is a function that sleeps' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // Twice what is expected: an event too many is to be a finding, not a full recorder.
  capacity: (params) => ({ events: 4 * timersOf(params), samples: 0 }),
  operations: timersOf,
  expected,
};
