// Many counterexamples in one trace: the arrows of one never end in another.
import { expect, test } from 'vitest';
import { fullSample } from '../testing/full-sample.ts';
import { wholeRun } from '../testing/stored-runs.ts';
import { perfettoOf } from './perfetto.ts';

test('each counterexample is a process of its own, and each arrow has two ends in it', () => {
  const events = perfettoOf(fullSample()).traceEvents as readonly {
    readonly ph: string;
    readonly pid: number;
    readonly cat: string;
    readonly id: number;
  }[];
  const processes = events.filter((event) => event.ph === 'M').map(({ pid }) => pid);
  expect(new Set(processes).size).toBe(3);
  const ends = new Map<string, number[]>();
  for (const { ph, cat, id, pid } of events)
    if (ph === 's' || ph === 'f') ends.set(`${cat} ${id}`, [...(ends.get(`${cat} ${id}`) ?? []), pid]);
  expect(ends.size).toBeGreaterThan(3);
  for (const pids of ends.values()) expect([pids.length, new Set(pids).size]).toEqual([2, 1]);
});

test('a run without a counterexample is an empty trace', () => {
  expect(perfettoOf(wholeRun())).toMatchObject({ traceEvents: [], otherData: { whole: true } });
});
