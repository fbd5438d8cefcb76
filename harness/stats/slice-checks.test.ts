// The gate before slices: an honest record passes, and each lie is found by the check that is there for it.
import { describe, expect, test } from 'vitest';
import { UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord, SliceRecord } from '../contract/invocation.ts';
import type { SliceColumns } from '../contract/trace.ts';
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
  sliced: Partial<SliceRecord> = {},
  cpus = 1,
): readonly string[] {
  const record: InvocationRecord = {
    id: 'i1',
    unit: 0,
    cell: { scenario: 's', set: 's', subject: 'node/promises', side: 'head' },
    params: {},
    seed: 1,
    nonce: '0123456789abcdef',
    secret: 2,
    outcome: { kind: 'ok' },
    ready: null,
    clock: null,
    rounds: [],
    slices: {
      segment: { offset: 0, count: COUNT },
      warmup: WARMUP,
      operations: OPERATIONS,
      asked: indexes.map(() => OPERATIONS),
      turnNs: indexes.map(() => TURN_NS),
      runNs: (COUNT - WARMUP) * 980_000,
      waitNs: 0,
      involuntarySwitches: 0,
      ...sliced,
    },
    conditions: UNTOUCHED,
    startedAtMs: 0,
    wallMs: 1,
    sidecar: { samples: '', events: '' },
  };
  if (record.slices === null) throw new Error('no slices');
  const checks = sliceChecks({ record, sliced: record.slices, columns: { ...honest, ...columns }, cpus });
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
    expect(brokenBy({ cpuStart, cpuEnd }, { runNs: null }, 4)).toEqual([]);
  });

  test('slices that use more than there is, though the whole does not', () => {
    const cpuEnd = column((i) => i * 960_000 + 30e6);
    expect(brokenBy({ cpuEnd }, { runNs: null })).toEqual(['CPU clock', 'CPU time']);
  });

  test('CPU time that falls', () => {
    expect(brokenBy({ cpuStart: only(9, 8 * 960_000, honest.cpuStart) })).toEqual(['CPU clock']);
    expect(brokenBy({ cpuEnd: only(9, Number.NaN, honest.cpuEnd) })).toContain('CPU clock');
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
