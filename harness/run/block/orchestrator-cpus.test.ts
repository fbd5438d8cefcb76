// The orchestrator keeps off the CPUs of blocks while another one is left.
import { expect, test } from 'vitest';
import { openOrchestratorCpus } from './orchestrator-cpus.ts';

function watched(allCpus: readonly number[] | null) {
  const moves: (readonly number[])[] = [];
  const orchestrator = openOrchestratorCpus({ allCpus }, (cpus) => Promise.resolve(void moves.push(cpus)));
  return { moves, orchestrator };
}

test('it leaves a CPU on which a block is measured, and comes back after it', async () => {
  const { moves, orchestrator } = watched([0, 1, 2]);
  await orchestrator.leave(2);
  await orchestrator.leave(1);
  await orchestrator.comeBack(2);
  await orchestrator.comeBack(1);
  expect(moves).toEqual([[0, 1], [0], [0, 2], [0, 1, 2]]);
});

test('where every CPU is measured on it may use all of them', async () => {
  const { moves, orchestrator } = watched([0, 1]);
  await orchestrator.leave(1);
  await orchestrator.leave(0);
  await orchestrator.comeBack(0);
  expect(moves).toEqual([[0], [0, 1], [0]]);
});

test('what changes nothing moves nothing: a second return, a machine with one CPU, one that lists none', async () => {
  const twice = watched([0, 1]);
  await twice.orchestrator.comeBack(1);
  expect(twice.moves).toEqual([]);
  const single = watched([0]);
  await single.orchestrator.leave(0);
  expect(single.moves).toEqual([]);
  const unlisted = watched(null);
  await unlisted.orchestrator.leave(0);
  expect(unlisted.moves).toEqual([]);
});
