// Which shard a process is, by the variables of each engine, and what is said where they do not tell.
import { expect, test } from 'vitest';
import { engineShard, parseShard } from './engine-shard.ts';

const slurm = (id: number, [min, max, count]: readonly [number, number, number]) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(min),
  SLURM_ARRAY_TASK_MAX: String(max),
  SLURM_ARRAY_TASK_COUNT: String(count),
});

test.each([
  ['GitHub', { EVENLOOP_SHARD: '3/8', GITHUB_RUN_ID: '12345678901' }, 3],
  ['GitLab', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '8', CI_PIPELINE_ID: '1' }, 3],
  ['CircleCI', { CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '8' }, 3],
  ['Kubernetes', { JOB_COMPLETION_INDEX: '2', EVENLOOP_SHARDS: '8' }, 3],
  ['Slurm', slurm(2, [0, 7, 8]), 3],
  ['a part of a Slurm array', { ...slurm(2, [2, 2, 1]), EVENLOOP_SHARDS: '8' }, 3],
])('%s', (_, env, index) => {
  expect(engineShard(env)).toMatchObject({ index, count: 8 });
});

test('the run of the engine gives the seed, the same in all tasks', () => {
  const of = (index: string) =>
    engineShard({ CI_NODE_INDEX: index, CI_NODE_TOTAL: '8', CI_PIPELINE_ID: '77' }).seed;
  expect(of('1')).not.toBeNull();
  expect(of('1')).toBe(of('8'));
  expect(engineShard({ JOB_COMPLETION_INDEX: '2', EVENLOOP_SHARDS: '8' }).seed).toBeNull();
});

test.each([
  [{}, 'No variable says which shard this is'],
  [{ EVENLOOP_SHARD: '9/8' }, 'EVENLOOP_SHARD is "9/8"'],
  [{ JOB_COMPLETION_INDEX: '2' }, 'no variable says how many'],
  [{ JOB_COMPLETION_INDEX: 'x', EVENLOOP_SHARDS: '8' }, 'JOB_COMPLETION_INDEX is "x"'],
  [
    { JOB_COMPLETION_INDEX: '8', EVENLOOP_SHARDS: '8' },
    'JOB_COMPLETION_INDEX is 8, and EVENLOOP_SHARDS is 8',
  ],
  [{ CI_NODE_INDEX: '3' }, 'CI_NODE_TOTAL is not set'],
  [{ CI_NODE_INDEX: '3', CIRCLE_NODE_INDEX: '3' }, 'both set'],
  [slurm(3, [3, 3, 1]), 'goes from 3 to 3 with 1 tasks'],
  [slurm(2, [0, 14, 8]), 'goes from 0 to 14'],
])('%j is refused by name', (env, said) => {
  expect(() => engineShard(env)).toThrow(said);
  expect(() => engineShard(env)).toThrow('EL1016');
});

test('a shard is i/n with i from 1 to n', () => {
  expect(parseShard('1/1')).toEqual({ index: 1, count: 1 });
  for (const text of ['0/2', '3/2', '1', '1/', 'a/b', '1/2/3', '']) expect(parseShard(text)).toBeNull();
});
