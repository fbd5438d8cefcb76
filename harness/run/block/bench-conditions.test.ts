// What the conditions say follows the CPUs that a run really uses.
import { expect, test } from 'vitest';
import { conditionsOn, NO_CONDITIONS } from './bench-conditions.ts';
import type { BenchConditions, Condition } from './bench-conditions.ts';

const said = (name: Condition['name']): Condition => ({ name, kept: true, text: `as probed: ${name}` });
const machine = (allCpus: readonly number[]): BenchConditions => ({
  ...NO_CONDITIONS,
  allCpus,
  conditions: [said('pinning'), said('orchestrator'), said('layout')],
});
const texts = (conditions: readonly Condition[]): string[] => conditions.map(({ text }) => text);

test('where blocks run one after the other, they say what was probed', () => {
  for (const cpus of [[], [1]]) expect(conditionsOn(machine([0, 1]), cpus)).toEqual(machine([]).conditions);
});

test('where blocks use every CPU, the orchestrator has none of its own', () => {
  expect(texts(conditionsOn(machine([0, 1]), [1, 0]))).toEqual([
    'blocks are pinned, each to one of the CPUs 1, 0',
    'the orchestrator shares the CPUs of the blocks while they use all of them',
    'as probed: layout',
  ]);
});

test('where one is left, the orchestrator keeps to it', () => {
  expect(texts(conditionsOn(machine([0, 1, 2]), [2, 1]))[1]).toBe(
    'the orchestrator keeps to CPU 0 while blocks use all others',
  );
});
