// What is planned for what was asked: defaults, references, and interpreters that are not there.
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import { FailureError, failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { plainRuntime } from '../../testing/fake-runtime.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { choose, withoutRuntimes } from './choose.ts';
import type { Choice, ChoiceRequest } from './choose.ts';

const MASS: Scenario = { ...sleepLoop, id: 'timers.mass', comparesStyles: false };
const RARE: Scenario = { ...sleepLoop, id: 'timers.rare', comparesStyles: false, inDefaultRun: false };
const SCENARIOS = [sleepLoop, MASS, RARE];
const NODE = plainRuntime('node', 'javascript', 'promises', SCENARIOS);
const PYTHON_STYLES = ['callbacks', 'protocols', 'generators', 'coroutines', 'blocking'];
const PYTHON = plainRuntime('python', 'python', 'coroutines', SCENARIOS, PYTHON_STYLES);
const EVERYTHING: ChoiceRequest = { scenarios: [], subjects: [], reference: null, breadth: 'default' };

const pick = (
  request: Partial<ChoiceRequest>,
  runtimes = [NODE, PYTHON],
  absent: ReadonlyMap<string, Failure> = new Map(),
): Choice =>
  choose({ ...EVERYTHING, ...request }, SCENARIOS, { runtimes, missing: [...absent.values()], absent });
const idsOf = (choice: Choice, scenario: string): readonly string[] =>
  choice.wanted.find((entry) => entry.scenario.id === scenario)?.subjects.map(({ id }) => id) ?? [];
const failing = (act: () => unknown): Failure | null => {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof FailureError ? error.failure : null;
  }
};

test('a default run compares one subject a runtime, with the first runtime as the reference', () => {
  const choice = pick({});
  expect(idsOf(choice, 'timers.mass')).toEqual(['node/promises', 'python/coroutines']);
  expect(choice.reference).toBe('node/promises');
});

test('a check takes one subject a runtime too, also of the scenarios that a default run compares in all styles', () => {
  expect(idsOf(pick({ breadth: 'catalogue' }), 'timers.mass')).toEqual([
    'node/promises',
    'python/coroutines',
  ]);
  expect(idsOf(pick({ breadth: 'catalogue' }), 'timers.sleep_loop')).toHaveLength(2);
  expect(idsOf(pick({}), 'timers.sleep_loop')).toHaveLength(10);
});

test('all styles of the preferred runtimes are taken when `all` is asked for', () => {
  expect(idsOf(pick({ breadth: 'catalogue', subjects: ['all'] }), 'timers.mass')).toHaveLength(10);
});

test('a check of all styles takes those of the preferred runtimes, or of the runtimes that are named', () => {
  expect(idsOf(pick({ breadth: 'styles' }), 'timers.rare')).toHaveLength(10);
  const named = idsOf(pick({ breadth: 'styles', subjects: ['python/coroutines'] }), 'timers.mass');
  expect(named.length).toBeGreaterThan(1);
  expect(named.every((id) => id.startsWith('python/'))).toBe(true);
});

test('a scenario outside the default run is taken when it is named, and by a check', () => {
  const taken = (request: Partial<ChoiceRequest>): boolean =>
    pick(request).wanted.some(({ scenario }) => scenario.id === 'timers.rare');
  expect([taken({}), taken({ scenarios: ['timers.rare'] }), taken({ breadth: 'catalogue' })]).toEqual([
    false,
    true,
    true,
  ]);
});

test('a reference that was not asked for is measured with the others', () => {
  const choice = pick({
    scenarios: ['timers.mass'],
    subjects: ['python/coroutines'],
    reference: 'node/callbacks',
  });
  expect(idsOf(choice, 'timers.mass')).toEqual(['node/callbacks', 'python/coroutines']);
  expect([choice.reference, choice.runtimes.map(({ id }) => id)]).toEqual([
    'node/callbacks',
    ['node', 'python'],
  ]);
});

test('a reference must be one subject', () => {
  expect(failing(() => pick({ reference: 'node' }))?.code).toBe('EL1002');
  expect(failing(() => pick({ reference: 'node/nothing' }))?.code).toBe('EL1002');
});

test('without the default subject the first one asked for is the reference', () => {
  expect(pick({ subjects: ['python/generators', 'python/callbacks'] }).reference).toBe('python/callbacks');
});

test('only the runtimes of the subjects are used', () => {
  expect(pick({ subjects: ['node'] }).runtimes.map(({ id }) => id)).toEqual(['node']);
});

test('a subject of an interpreter that is not there is answered with why it is not there', () => {
  const absent = failure('EL2001', 'No interpreter for CPython was found.', 'Install Python 3.11.');
  const asking = (pattern: string): Failure | null =>
    failing(() => pick({ subjects: [pattern] }, [NODE], new Map([['python', absent]])));
  expect(asking('python')).toBe(absent);
  expect(asking('python/coroutines')).toBe(absent);
  expect(asking('python@3.13.0')).toBe(absent);
  expect([asking('pyton')?.code, asking('pyton')?.evidence]).toEqual([
    'EL1002',
    ['EL2001 No interpreter for CPython was found. Install Python 3.11.'],
  ]);
});

test('a runner that is not there costs itself alone, and is told among what was asked for', () => {
  const why = failure('EL2014', 'go/runner.json does not describe a runner.', 'Correct that file.');
  const absent = new Map([['go', why]]);
  const asked = pick({ subjects: ['node/promises', 'go/goroutines'] }, [NODE, PYTHON], absent);
  expect(idsOf(asked, 'timers.mass')).toEqual(['node/promises']);
  expect(asked.absent).toEqual([{ subject: 'go/goroutines', failure: why }]);
  const unasked = pick({}, [NODE, PYTHON], absent);
  expect(unasked.absent).toEqual([{ subject: 'go', failure: why }]);
  expect(pick({ subjects: ['node'] }, [NODE, PYTHON], absent).absent).toEqual([]);
  expect(failing(() => pick({ subjects: ['go/*'] }, [NODE, PYTHON], absent))).toBe(why);
  expect(failing(() => pick({ reference: 'go/goroutines' }, [NODE, PYTHON], absent))).toBe(why);
});

test('a runner that was refused is told by its refusal, also by a style that nobody knows of', () => {
  const why = failure('EL2012', 'The runner of `python` says that it is `go`.', 'Correct it.');
  const silent = { ...PYTHON, offers: [] };
  const found = {
    runtimes: [NODE, silent],
    missing: [],
    absent: new Map(),
    refused: new Map([['python', why]]),
  };
  const ask = (pattern: string) => choose({ ...EVERYTHING, subjects: [pattern] }, SCENARIOS, found);
  expect(failing(() => ask('python/threads'))).toBe(why);
  const left = withoutRuntimes(ask('python'), [NODE], found.refused);
  expect(left.absent).toEqual([{ subject: 'python/coroutines', failure: why }]);
});

test('a refused runtime takes its subjects with it, and the reference moves on', () => {
  const left = withoutRuntimes(pick({}), [PYTHON], new Map());
  expect([idsOf(left, 'timers.mass'), left.reference]).toEqual([['python/coroutines'], 'python/coroutines']);
});

test('a subject of the user is one more row everywhere, in its one style, and its id is enough to mean it', () => {
  const startedWith = {
    style: 'callbacks',
    args: ['--no-opt'],
    withoutArgs: [],
    environment: {},
    passedOn: [],
    definedBy: '--define',
  };
  const manifest = { ...NODE.manifest, defaultStyle: 'callbacks' };
  const runtimes = [NODE, PYTHON, { ...NODE, id: 'mine', manifest, startedWith }];
  expect(idsOf(pick({}, runtimes), 'timers.mass')).toEqual([
    'node/promises',
    'python/coroutines',
    'mine/callbacks',
  ]);
  expect(idsOf(pick({}, runtimes), 'timers.sleep_loop')).toHaveLength(11);
  expect(idsOf(pick({ breadth: 'catalogue' }, runtimes), 'timers.mass')).toHaveLength(3);
  expect(idsOf(pick({ breadth: 'styles' }, runtimes), 'timers.rare')).toHaveLength(11);
  expect(idsOf(pick({ subjects: ['mine'] }, runtimes), 'timers.mass')).toEqual(['mine/callbacks']);
  expect(pick({}, runtimes).reference).toBe('node/promises');
  const referred = pick({ subjects: ['node/promises'], reference: 'mine' }, runtimes);
  expect(referred.reference).toBe('mine/callbacks');
  expect(idsOf(referred, 'timers.mass')).toEqual(['mine/callbacks', 'node/promises']);
});
