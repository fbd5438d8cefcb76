// A machine that pretends to refuse: nothing that was refused is used, and each refusal is said.
import { expect, test } from 'vitest';
import type { BenchConditions } from '../run/block/bench-conditions.ts';
import { invocationRecord } from '../testing/invocation-record.ts';
import { sliceRecord } from '../testing/slice-record.ts';
import { refuse, withoutScheduling } from './refuse.ts';

const NAMES = ['pinning', 'orchestrator', 'layout', 'scheduling'] as const;
const MACHINE: BenchConditions = {
  benchCpu: 1,
  otherCpus: [0],
  benchCpus: [1, 0],
  allCpus: [0, 1],
  fixedLayout: ['setarch', '-R'],
  conditions: NAMES.map((name) => ({ name, kept: true, text: name })),
};

const lost = ({ conditions }: BenchConditions): string[] =>
  conditions.filter(({ kept }) => !kept).map(({ name }) => name);

test('without pinning neither the blocks nor the orchestrator have a place', () => {
  const left = refuse(MACHINE, ['pinning']);
  expect(left).toMatchObject({ benchCpu: null, otherCpus: null, fixedLayout: ['setarch', '-R'] });
  expect(lost(left)).toEqual(['pinning', 'orchestrator']);
});

test('without layouts address randomisation stays on', () => {
  const left = refuse(MACHINE, ['layout']);
  expect(left).toMatchObject({ benchCpu: 1, fixedLayout: null });
  expect(lost(left)).toEqual(['layout']);
});

test('what is not refused stays as it was', () => {
  expect(refuse(MACHINE, [])).toEqual(MACHINE);
});

test('without schedstat a record knows nothing of how long it ran and waited', () => {
  const slices = sliceRecord({ asked: [1], runNs: 5, waitNs: 6, involuntarySwitches: 7 });
  expect(withoutScheduling(invocationRecord({ slices })).slices).toEqual({
    ...slices,
    runNs: null,
    waitNs: null,
    involuntarySwitches: null,
  });
  expect(lost(refuse(MACHINE, ['scheduling']))).toEqual(['scheduling']);
});
