// What the check of lengths says of processes whose truth is known.
import { expect, test } from 'vitest';
import { plainRuntime } from '../../harness/testing/fake-runtime.ts';
import { lengthCells } from '../cross/cross-cells.ts';
import { scenarios } from '../../scenarios/index.ts';
import { lengthLines } from './length-lines.ts';
import { LENGTHS, lengthRows } from './length-rows.ts';
import type { LengthSeen } from './length-rows.ts';
import { perOperation } from './per-length.ts';

const HEAD = { scenario: 's', set: 'p', reference: 'node/promises', subject: 'python/coroutines' };

/** A process whose slices cost so much beside their operations, as a part of the declared one. */
const seen = (ns: number, fixed: number): LengthSeen => {
  const times = new Map(LENGTHS.map((length) => [length, ns * (1 + fixed / length)]));
  return { wall: times, cpu: times };
};

test('a side whose slices cost something beside their operations is seen at half and at four times the length', () => {
  const pairs = [1, 1.001, 0.999].map((drift) => ({ base: seen(100, 0), other: seen(300 * drift, 0.1) }));
  const rows = lengthRows(HEAD, pairs).filter(({ metric }) => metric === 'wall');
  expect(rows.map(({ times, difference }) => [times, Math.round(1000 * difference.ratio)])).toEqual([
    [0.5, Math.round(1000 * (1.2 / 1.1))],
    [2, Math.round(1000 * (1.05 / 1.1))],
    [4, Math.round(1000 * (1.025 / 1.1))],
  ]);
  expect(rows[0]?.ratio).toBeCloseTo(3.3, 2);
  expect(lengthLines({ rows, troubles: ['one'] }).join('\n')).toMatch(
    /0 of 3 estimates are within 2 %[^]*left out: one/,
  );
});

test('equal costs on both sides take no part', () => {
  const pairs = [1, 2, 3].map((ns) => ({ base: seen(ns, 0.1), other: seen(2 * ns, 0.1) }));
  const rows = lengthRows(HEAD, pairs);
  expect(rows).toHaveLength(6);
  for (const { difference } of rows) expect(difference.ratio).toBeCloseTo(1, 10);
  expect(lengthRows(HEAD, pairs.slice(1, 2))).toEqual([]);
});

test('slices are told apart by what they were asked for, and leads are none', () => {
  const roles = ['lead', 'measured', 'lead', 'measured', 'lead', 'measured', 'lead', 'measured'] as const;
  const asked = [50, 100, 25, 50, 100, 200, 50, 100];
  const series = { wallNs: [1000, 600, 2000, 1200], cpuNs: null, cpuEndNs: null, operations: 100 };
  const times = perOperation({ series, warmup: 1 }, { roles, asked }, 100, 'wallNs');
  expect([...times]).toEqual([
    [0.5, 12],
    [1, 12],
    [2, 10],
    [4, Number.NaN],
  ]);
});

test('a block is all subjects of a sliced set that its scenario has, the reference first', () => {
  const subjects = ['python/coroutines', 'node/promises', 'python/protocols'].map((id) => {
    const [runtime = '', style = ''] = id.split('/');
    return { id, runtime, style };
  });
  const runtimes = [
    plainRuntime('node', 'javascript', 'promises', scenarios),
    plainRuntime('python', 'python', 'coroutines', scenarios),
  ];
  const wanted = scenarios.map((scenario) => ({ scenario, subjects }));
  const cells = lengthCells({ wanted }, runtimes, 'quick', 'node/promises');
  expect(cells.map(({ scenario, set }) => `${scenario.id}/${set.name}`)).toContain('dispatch.turn/step');
  const modify = cells.find(({ scenario }) => scenario.id === 'file_watch.modify');
  expect(modify?.subjects.map(({ id }) => id)).toEqual(['node/promises', 'python/coroutines']);
});
