// The gate before slices: an honest record passes, and each lie is found by the check that is there for it.
import { describe, expect, test } from 'vitest';
import type { RoundRecord, SliceRecord } from '../contract/invocation.ts';
import type { SliceColumns } from '../contract/trace.ts';
import { invocationRecord } from '../testing/invocation-record.ts';
import { roundRecord } from '../testing/round-record.ts';
import { sliceRecord } from '../testing/slice-record.ts';
import { sliceChecks } from './slice-checks.ts';

const COUNT = 40;
const WARMUP = 8;
const OPERATIONS = 10;
const TURN_NS = 1e6;
const SLICE_NS = 950_000;

const indexes = Array.from({ length: COUNT }, (_, i) => i);
const column = (valueOf: (i: number) => number): Float64Array => Float64Array.from(indexes, valueOf);

const honest: SliceColumns = {
  start: column((i) => i * TURN_NS),
  end: column((i) => i * TURN_NS + SLICE_NS),
  cpuStart: column((i) => i * 960_000),
  cpuEnd: column((i) => i * 960_000 + 900_000),
  operations: Uint32Array.from(indexes, () => OPERATIONS),
};

function brokenBy(
  columns: Partial<SliceColumns>,
  changes: Partial<SliceRecord> = {},
  { cpus = 1, rounds = [] }: { readonly cpus?: number; readonly rounds?: readonly RoundRecord[] } = {},
): readonly string[] {
  const sliced = sliceRecord({
    warmup: WARMUP,
    operations: OPERATIONS,
    asked: indexes.map(() => OPERATIONS),
    turnNs: indexes.map(() => TURN_NS),
    runNs: (COUNT - WARMUP) * 980_000,
    waitNs: 0,
    involuntarySwitches: 0,
    ...changes,
  });
  const record = invocationRecord({ slices: sliced, rounds });
  const checks = sliceChecks({ record, sliced, columns: { ...honest, ...columns }, cpus });
  return checks.filter(({ kept }) => !kept).map(({ check }) => check);
}

const only = (at: number, value: number, others: Float64Array): Float64Array => {
  const changed = Float64Array.from(others);
  changed[at] = value;
  return changed;
};

test('an honest record keeps all of them', () => {
  expect(brokenBy({})).toEqual([]);
});

describe('a lie about slices', () => {
  test('other operations in one slice, though the sum is right', () => {
    const operations = Uint32Array.from(indexes, (i) => (i === 3 ? 9 : i === 4 ? 11 : OPERATIONS));
    expect(brokenBy({ operations })).toEqual(['operations']);
  });

  test('a slice fewer', () => {
    expect(brokenBy({ operations: honest.operations.subarray(1) })).toEqual(['operations']);
  });

  test('a clock that goes back between slices', () => {
    expect(brokenBy({ start: only(5, 4 * TURN_NS, honest.start) })).toContain('clock');
  });

  test('one slice longer than its turn', () => {
    expect(brokenBy({ start: only(5, 5 * TURN_NS - 45_000, honest.start) }, {})).toEqual([]);
    expect(
      brokenBy({ end: only(5, 6 * TURN_NS - 1, honest.end) }, { turnNs: indexes.map(() => 9e5) }),
    ).toEqual(['turns']);
  });

  test('all slices twenty times shorter than their turns', () => {
    const end = column((i) => i * TURN_NS + SLICE_NS / 20);
    expect(brokenBy({ end }, { runNs: null })).toEqual(['turns', 'CPU time']);
  });

  test('an honest warm-up does not hide short slices behind it', () => {
    const end = column((i) => i * TURN_NS + (i < WARMUP ? SLICE_NS : SLICE_NS / 20));
    expect(brokenBy({ end }, { runNs: null })).toEqual(['turns', 'CPU time']);
  });

  test('slices three times too short leave no room for what the kernel counted', () => {
    const end = column((i) => i * TURN_NS + SLICE_NS / 3);
    expect(brokenBy({ end })).toContain('time of slices');
    expect(brokenBy({ end }, { runNs: null })).toEqual(['CPU time']);
  });

  test('more CPU time than one CPU has', () => {
    const cpuStart = column((i) => i * 3e6);
    const cpuEnd = column((i) => i * 3e6 + 2.9e6);
    expect(brokenBy({ cpuStart, cpuEnd }, { runNs: null })).toEqual(['CPU time']);
    expect(brokenBy({ cpuStart, cpuEnd }, { runNs: null }, { cpus: 4 })).toEqual([]);
  });

  test('slices that use more than there is, though the whole does not', () => {
    const cpuEnd = column((i) => i * 960_000 + 30e6);
    expect(brokenBy({ cpuEnd }, { runNs: null })).toEqual(['CPU clock', 'CPU time']);
  });

  test('CPU time that falls', () => {
    expect(brokenBy({ cpuStart: only(9, 8 * 960_000, honest.cpuStart) })).toEqual(['CPU clock']);
    expect(brokenBy({ cpuEnd: only(9, Number.NaN, honest.cpuEnd) })).toContain('CPU clock');
  });

  test("what helpers use between the warm-up and the first slice behind it is in the kernel's count or not, and no more", () => {
    const burst = (i: number): number => (i >= WARMUP ? 8e6 : 0);
    const cpuStart = column((i) => i * 960_000 + burst(i));
    const cpuEnd = column((i) => i * 960_000 + 900_000 + burst(i));
    const runNs = (COUNT - WARMUP) * 980_000;
    for (const counted of [runNs, runNs + 4e6, runNs + 8e6])
      expect(brokenBy({ cpuStart, cpuEnd }, { runNs: counted })).toEqual([]);
    expect(brokenBy({ cpuStart, cpuEnd }, { runNs: runNs + 16e6 })).toEqual(['CPU time of the kernel']);
    expect(brokenBy({ cpuStart, cpuEnd }, { runNs: runNs - 8e6 })).toEqual(['CPU time of the kernel']);
  });

  test('a third less CPU time than the kernel counted', () => {
    const cpuStart = column((i) => (i * 960_000 * 2) / 3);
    const cpuEnd = column((i) => ((i * 960_000 + 900_000) * 2) / 3);
    expect(brokenBy({ cpuStart, cpuEnd })).toEqual(['CPU time of the kernel']);
    expect(brokenBy({ cpuStart, cpuEnd }, { runNs: 19e6 })).toEqual([]);
  });
});

test('busy neighbours make turns long and are no lie, as long as one slice met none', () => {
  const turnNs = indexes.map((i) => (i === 20 ? 6e6 : 30e6));
  expect(brokenBy({}, { turnNs })).toEqual([]);
});

describe('rounds', () => {
  const at = (startMs: number, purpose: RoundRecord['purpose']): RoundRecord =>
    roundRecord({ startNs: startMs * 1e6, endNs: (startMs + 1) * 1e6, purpose });
  const [end, behind] = [COUNT, COUNT + 2];

  test.each([
    ['a fresh process has them behind its slices', 0, [at(end, 'measured'), at(behind, 'traced')]],
    ['of two builds two go before', 2, [at(-5, 'traced'), at(-3, 'warmup'), at(end, 'measured')]],
  ])('stand where the harness had them: %s', (_name, roundsBefore, rounds) => {
    expect(brokenBy({}, { roundsBefore }, { rounds })).toEqual([]);
  });

  test.each([
    ['before the slices, though none was asked for', 0, [at(-5, 'traced'), at(end, 'measured')]],
    ['behind the slices, though it was asked for before', 1, [at(end, 'measured'), at(behind, 'traced')]],
    ['in the middle of the slices', 0, [at(20, 'measured'), at(behind, 'traced')]],
    ['in another order', 0, [at(behind, 'measured'), at(end, 'traced')]],
  ])('that were run %s break the clock', (_name, roundsBefore, rounds) => {
    expect(brokenBy({}, { roundsBefore }, { rounds })).toEqual(['clock']);
  });
});
