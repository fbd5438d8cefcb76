// What the cross check says of ratios whose truth is known, and which processes it asks for.
import { expect, test } from 'vitest';
import { splitMix32 } from '../../harness/contract/payload.ts';
import { scenarios } from '../../scenarios/index.ts';
import { crossCells } from './cross-cells.ts';
import { crossLines } from './cross-lines.ts';
import { crossRound } from './cross-plan.ts';
import type { CrossCell } from './cross-plan.ts';
import { crossRows } from './cross-rows.ts';
import type { CrossContrast, CrossRound } from './cross-rows.ts';

const HEAD = { scenario: 's', set: 'p', first: 'node/promises', second: 'python/coroutines' };
const NODE = { id: 'node/promises', runtime: 'node', style: 'promises' };
const PYTHON = { id: 'python/coroutines', runtime: 'python', style: 'coroutines' };

const both = (ratio: number): CrossContrast => ({ typical: Math.log(ratio), cpu: Math.log(ratio) });

/** Ratios that scatter a little around these, with the same scatter on both sides. */
function rounds(sliced: number, plain: number, scatter = 0.001): CrossRound[] {
  return [-1, 0, 1, 0].map((step, i) => ({
    sliced: both(sliced),
    free: both(plain * (1 + step * scatter)),
    pinned: both(plain * (1 + (i % 2 === 0 ? scatter : -scatter))),
  }));
}

const agreements = (given: readonly CrossRound[], ownRowForAllCpus = false): string[] =>
  crossRows({ ...HEAD, ownRowForAllCpus }, given)
    .filter(({ metric }) => metric === 'cpu')
    .map(({ way, agreement }) => `${way} ${agreement}`);

test('ratios that agree, that differ, and that nobody can tell apart yet', () => {
  expect(agreements(rounds(2, 2.02))).toEqual(['pinned within', 'free within']);
  expect(agreements(rounds(2, 2.3))).toEqual(['pinned beyond', 'free beyond']);
  expect(agreements(rounds(2, 2.02, 0.2))).toEqual(['pinned within?', 'free within?']);
  expect(agreements(rounds(2, 2.2, 0.2))).toEqual(['pinned beyond?', 'free beyond?']);
});

test('where all CPUs have a row of their own, only the process on one CPU is held against the slices', () => {
  expect(agreements(rounds(0.6, 1.3), true)).toEqual(['pinned beyond', 'free another-row']);
});

test('a round without one of its processes is left out, and of one round nothing is said', () => {
  const [first, ...others] = rounds(2, 2);
  if (first === undefined) throw new Error('no rounds');
  const rows = crossRows({ ...HEAD, ownRowForAllCpus: false }, [{ ...first, free: null }, ...others]);
  expect(rows.map(({ way, rounds }) => `${way} ${rounds}`)).toEqual([
    'pinned 4',
    'free 3',
    'pinned 4',
    'free 3',
  ]);
  expect(crossRows({ ...HEAD, ownRowForAllCpus: false }, [first])).toEqual([]);
});

test('the table counts the rows that are to agree, and names what was left out', () => {
  const rows = crossRows({ ...HEAD, ownRowForAllCpus: true }, rounds(2, 2.01));
  const text = crossLines({ rows, troubles: ['s 000-free-x: crashed'] }).join('\n');
  expect(text).toContain('2 of 2 rows agree within 3 %. Ratios are python/coroutines over node/promises.');
  expect(text).toContain('a row of its own in the results');
  expect(text).toContain('left out: s 000-free-x: crashed');
});

function cellOf(id: string): CrossCell {
  const wanted = scenarios
    .filter((one) => one.id === id)
    .map((scenario) => ({ scenario, subjects: [PYTHON, NODE] }));
  const [cell] = crossCells({ wanted }, 'quick', ['node/promises', 'python/coroutines']);
  if (cell === undefined) throw new Error(`${id} has no cell`);
  return cell;
}

test('the first subject that was named is the one that others are held against', () => {
  expect(cellOf('io_fanout.file_reads')).toMatchObject({
    first: NODE,
    second: PYTHON,
    set: { name: '800f-4KiB-1cpu' },
  });
});

test('what is not sliced cannot be cross checked', () => {
  const wanted = scenarios
    .filter(({ id }) => id === 'timers.sleep_loop')
    .map((scenario) => ({ scenario, subjects: [NODE, PYTHON] }));
  expect(crossCells({ wanted }, 'quick', [])).toEqual([]);
});

test('a round is one block of both and each alone, free and pinned, all in the same slices', () => {
  const next = splitMix32(1);
  const steps = crossRound(cellOf('dispatch.turn'), { round: 0, seed: 1, next, random32: next });
  expect(steps.map(({ way, plan }) => `${way} ${plan.steps.length}`).sort()).toEqual([
    'free 1',
    'free 1',
    'pinned 1',
    'pinned 1',
    'sliced 2',
  ]);
  const all = steps.flatMap(({ plan }) => plan.steps);
  expect(new Set(all.map(({ invocation }) => invocation)).size).toBe(6);
  expect(new Set(all.map(({ block }) => JSON.stringify([block.slices, block.sides]))).size).toBe(1);
});
