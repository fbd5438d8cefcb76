// Patterns of the command line: what they match, and what is suggested when they match nothing.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import type { Subject } from '../contract/invocation.ts';
import type { Scenario } from '../contract/scenario.ts';
import { editDistance, nearest } from '../contract/nearest.ts';
import { isMeant, selectScenarios, selectSubjects } from './select.ts';

const scenarios: readonly Scenario[] = [
  { ...sleepLoop, id: 'file_watch.modify', family: 'file_watch' },
  { ...sleepLoop, id: 'file_watch.burst', family: 'file_watch' },
  sleepLoop,
  { ...sleepLoop, id: 'timers.mass' },
];
const subjects: readonly Subject[] = [
  ['node', 'promises'],
  ['node', 'callbacks'],
  ['python', 'callbacks'],
  ['python', 'coroutines'],
  ['python@3.13.0', 'coroutines'],
].map(([runtime = '', style = '']) => ({ id: `${runtime}/${style}`, runtime, style }));

const ids = (patterns: readonly string[]): readonly string[] => {
  const result = selectScenarios(scenarios, patterns);
  return result.ok ? result.value.map(({ id }) => id) : [result.failure.code];
};
const subjectIds = (patterns: readonly string[]): readonly string[] => {
  const result = selectSubjects(subjects, patterns);
  return result.ok ? result.value.map(({ id }) => id) : [result.failure.code];
};

test('no pattern means everything', () => {
  expect(ids([])).toEqual(scenarios.map(({ id }) => id));
});

test('an id, a family and a glob select, in the order of the registry and each once', () => {
  expect(ids(['timers.mass'])).toEqual(['timers.mass']);
  expect(ids(['timers'])).toEqual(['timers.sleep_loop', 'timers.mass']);
  expect(ids(['*.m*', 'file_watch'])).toEqual(['file_watch.modify', 'file_watch.burst', 'timers.mass']);
});

test('a dot in a pattern is a dot and nothing else', () => {
  expect(ids(['timersxmass'])).toEqual(['EL1001']);
});

test('subjects are selected by id, runtime, style and glob', () => {
  expect(subjectIds(['python'])).toEqual(['python/callbacks', 'python/coroutines']);
  expect(subjectIds(['callbacks'])).toEqual(['node/callbacks', 'python/callbacks']);
  expect(subjectIds(['python*/coroutines'])).toEqual(['python/coroutines', 'python@3.13.0/coroutines']);
  expect(subjectIds(['deno'])).toEqual(['EL1002']);
});

test('a mistyped scenario is answered with the nearest one', () => {
  const result = selectScenarios(scenarios, ['timers.slep_loop']);
  expect(result.ok ? null : [result.failure.code, result.failure.next]).toEqual([
    'EL1001',
    'Did you mean "timers.sleep_loop"? Otherwise: `evenloop list scenarios` lists all of them.',
  ]);
});

test('a name that resembles nothing gets no suggestion', () => {
  const result = selectScenarios(scenarios, ['qqqqqqqqqqqqqqqq']);
  expect(result.ok ? null : result.failure.next).toBe(
    'Choose a known one: `evenloop list scenarios` lists all of them.',
  );
});

test('the edit distance is a metric on the cases we rely on', () => {
  expect(editDistance('node/promises', 'node/promise')).toBe(1);
  expect(editDistance('abcd', 'abdc')).toBe(1);
  expect(nearest('--scenarois', ['--scenario', '--seed'])).toBe('--scenario');
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test('a runner that is not in the default run takes part when it is asked for, and not by the name of a style', () => {
  const bun = { id: 'bun', inDefaultRun: false };
  const meant = [
    'bun',
    'bun/promises',
    'bun/*',
    'bun@1.4.5/*',
    'bun+small/*',
    'b*',
    '*',
    '*/promises',
    'all',
  ];
  for (const pattern of meant) expect([pattern, isMeant(bun, [pattern])]).toEqual([pattern, true]);
  const others = ['promises', 'node/*', 'bunny', 'node/bun', 'p*'];
  for (const pattern of others) expect([pattern, isMeant(bun, [pattern])]).toEqual([pattern, false]);
  expect(isMeant(bun, [])).toBe(false);
  expect(isMeant(bun, ['promises', 'bun/*'])).toBe(true);
});

test('a runner that says nothing of it is always in the default run', () => {
  expect(isMeant({ id: 'node' }, [])).toBe(true);
  expect(isMeant({ id: 'node' }, ['python/*'])).toBe(true);
});
