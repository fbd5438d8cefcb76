// Two stored runs of which one was disturbed are told apart only where nobody can doubt it: a run compared with itself.
import { expect, test } from 'vitest';
import type { Cell, Change } from '../contract/result.ts';
import { around, cellOf, runOf } from '../testing/sample-run.ts';
import { compareRuns } from './compare-runs.ts';

const SUBJECT = 'node/promises';
const cpu = (was: Cell, is: Cell): Change | undefined =>
  compareRuns(runOf([was]), runOf([is])).find(({ metric }) => metric === 'cpu');
const slower = around(1000).map((value) => value * 1.5);
const disturbed = (invocations: number): Partial<Cell> => ({
  disturbed: [{ kind: 'other-run', invocations }],
});

test('a change beside a disturbance is inconclusive, and the row says which run was disturbed by what', () => {
  const quiet = cellOf(SUBJECT, around(1000));
  expect(cpu(quiet, cellOf(SUBJECT, slower))?.verdict).toBe('regression');
  expect(cpu(quiet, cellOf(SUBJECT, slower, disturbed(1)))).toMatchObject({
    verdict: 'inconclusive',
    reason: 'the new run was disturbed: another evenloop ran on this machine',
  });
  expect(cpu(cellOf(SUBJECT, around(1000), disturbed(6)), cellOf(SUBJECT, slower))?.reason).toContain(
    'the old run',
  );
});

test('fewer than a tenth of the invocations change nothing, and a disturbed run is what it is beside itself', () => {
  const many = Array.from({ length: 4 }, () => slower).flat();
  expect(cpu(cellOf(SUBJECT, around(1000)), cellOf(SUBJECT, many, disturbed(2)))?.verdict).toBe('regression');
  const own = cellOf(SUBJECT, around(1000), disturbed(6));
  expect(cpu(own, own)?.verdict).toBe('unchanged');
});
