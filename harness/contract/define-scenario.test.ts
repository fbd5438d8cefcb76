// `defineScenario`: what is wrong with a declaration is said by name, and a right one comes back as it is.
import { expect, test } from 'vitest';
import { scenario as gather } from '../../scenarios/io_fanout/gather/scenario.ts';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import { scenarios } from '../../scenarios/index.ts';
import { defineScenario, scenarioObjections } from './define-scenario.ts';
import { FailureError } from './failure.ts';

const without = (name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(sleepLoop).filter(([field]) => field !== name));
const [armed, fired] = sleepLoop.alphabet;
const [first] = sleepLoop.rules;
const [smoke] = sleepLoop.profiles.smoke;

test('all scenarios of the package are declared right', () => {
  expect(scenarios.flatMap((scenario) => scenarioObjections(scenario))).toEqual([]);
});

test('a right declaration comes back as it is', () => {
  expect(defineScenario(sleepLoop)).toBe(sleepLoop);
});

test('a wrong one is refused with everything that is wrong', () => {
  const broken = { ...sleepLoop, version: 0, family: '' };
  expect(() => defineScenario(broken)).toThrow(FailureError);
  expect(() => defineScenario(broken)).toThrow(
    'EL1007 The scenario "timers.sleep_loop" is not declared right: scenario.version must be a whole number from 1 on, and is 0 (and 1 more).',
  );
});

test.each<[string, unknown, string]>([
  ['no object', 'timers', 'scenario must be an object, and is "timers"'],
  ['a missing field', without('rules'), 'scenario has no rules'],
  [
    'an unknown field',
    { ...sleepLoop, parametres: {} },
    'scenario has the unknown field parametres: did you mean parameters?',
  ],
  [
    'another form of id',
    { ...sleepLoop, id: 'Sleep' },
    'scenario.id must be an id <family>.<scenario> of small letters, digits and _, and is "Sleep"',
  ],
  [
    'another family',
    { ...sleepLoop, family: 'shop' },
    'its id timers.sleep_loop does not begin with its family shop',
  ],
  [
    'the folder that is shared',
    { ...sleepLoop, id: 'timers.shared' },
    'its id timers.shared ends with "shared", the folder of what a family has in common',
  ],
  [
    'a code twice',
    { ...sleepLoop, alphabet: [armed, { ...fired, code: 1 }] },
    'alphabet has the code 1 twice',
  ],
  [
    'a name twice',
    { ...sleepLoop, alphabet: [armed, { ...armed, code: 2 }] },
    'alphabet has the name arm twice',
  ],
  [
    'a code too large',
    { ...sleepLoop, alphabet: [armed, { ...fired, code: 70_000 }] },
    'scenario.alphabet[1].code must be a whole number from 1 to 65535, and is 70000',
  ],
  ['a rule twice', { ...sleepLoop, rules: [first, first] }, 'rules has the id T1 twice'],
  [
    'a rule of the harness',
    { ...sleepLoop, rules: [{ ...first, id: 'W3' }] },
    'scenario.rules[0].id must be an id such as R1 (W1, W2, .. are the harness\'s own), and is "W3"',
  ],
  [
    'an unknown kind of rule',
    { ...sleepLoop, rules: [{ ...first, kind: 'exakt' }] },
    '"witnessed-delay", and is "exakt": did you mean "exact"?',
  ],
  [
    'a rule on an unknown event',
    { ...sleepLoop, rules: [{ ...first, events: ['fired'] }] },
    'the rule T1 names the unknown event fired; the alphabet has arm, fire',
  ],
  [
    'a rule on an unknown parameter',
    {
      ...sleepLoop,
      rules: [{ kind: 'rate', id: 'T8', level: 'must', text: 'Slow.', event: 'fire', periodMs: 'gapMs' }],
    },
    'the rule T8 names the unknown parameter gapMs',
  ],
  [
    'a profile without a set',
    { ...sleepLoop, profiles: { ...sleepLoop.profiles, full: [] } },
    'scenario.profiles.full must have at least 1 entries, and has 0',
  ],
  [
    'a set without a parameter',
    { ...sleepLoop, profiles: { ...sleepLoop.profiles, smoke: [{ ...smoke, params: { ticks: 1 } }] } },
    'the set 5ms of smoke lacks the parameter periodMs',
  ],
  [
    'a set with another parameter',
    {
      ...sleepLoop,
      profiles: { ...sleepLoop.profiles, smoke: [{ ...smoke, params: { ...smoke?.params, x: 1 } }] },
    },
    'the set 5ms of smoke has the undeclared parameter x',
  ],
  [
    'two sets of one name',
    { ...sleepLoop, profiles: { ...sleepLoop.profiles, smoke: [smoke, smoke] } },
    'profiles.smoke has the name 5ms twice',
  ],
  [
    'an unknown parameter to shrink',
    { ...sleepLoop, shrink: { tics: 1 } },
    'shrink names the unknown parameter tics',
  ],
  [
    'samples of an unknown event',
    { ...sleepLoop, samples: { event: 'tock', value: { kind: 'moment' } } },
    'samples names the unknown event tock; the alphabet has arm, fire',
  ],
  [
    'samples without room',
    { ...sleepLoop, capacity: () => ({ events: 100, samples: 0 }) },
    'samples are declared, and capacity grants no room for them',
  ],
  [
    'room without samples',
    { ...without('samples'), metrics: [sleepLoop.metrics[0]] },
    'capacity grants room for samples, and no samples are declared',
  ],
  [
    'a quantile without samples',
    without('samples'),
    'the metric p50 is a quantile of samples, and no samples are declared',
  ],
  [
    'a metric of slices',
    { ...gather, measurement: { kind: 'duet', reason: 'It sleeps.' } },
    'is of slices, and the measurement is duet',
  ],
  [
    'no primary metric',
    { ...sleepLoop, metrics: [{ ...sleepLoop.metrics[0], primary: false }] },
    'no metric is primary',
  ],
  [
    'expected events without room',
    { ...sleepLoop, capacity: () => ({ events: 1, samples: 1 }) },
    'expected() gives 8 events, and capacity() grants room for 1',
  ],
  [
    'an expected event of no kind',
    { ...sleepLoop, expected: () => [{ kind: 'tock', key: 0, id: 0, digest: 0 }] },
    'expected() gives the event tock, which is raw or not in the alphabet',
  ],
  [
    'no expected event',
    { ...sleepLoop, expected: () => [] },
    'with the smoke set 5ms: expected() gives no event',
  ],
  [
    'an expectation that throws',
    {
      ...sleepLoop,
      expected: () => {
        throw new Error('boom');
      },
    },
    'with the smoke set 5ms: boom',
  ],
  [
    'no operation',
    { ...sleepLoop, operations: () => 0 },
    'operations() must give a whole number from 1 on, and gives 0',
  ],
  [
    'an unknown stimulus',
    { ...sleepLoop, stimulus: () => ({ kind: 'edit' }) },
    'and is "edit": did you mean "edits"?',
  ],
  [
    'a stimulus without its fields',
    { ...sleepLoop, stimulus: () => ({ kind: 'datagrams', datagrams: 3 }) },
    'stimulus() has no empty',
  ],
])('%s is objected to', (_, declaration, objection) => {
  expect(scenarioObjections(declaration).join('\n')).toContain(objection);
});
