// What slices say of an operation, of what a slice costs beside its operations, and of those that were disturbed.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import type { SliceRecord, SliceRole } from '../contract/invocation.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { SidecarReader, SliceColumns } from '../contract/trace.ts';
import { sliceRecord } from '../testing/slice-record.ts';
import { sliceValues, typicalSlice } from './slice-values.ts';
import type { SliceValues } from './slice-values.ts';

/** What a slice of `n` operations takes: `fixedNs` + n `operationNs`; a lead `coldNs` more. */
interface Cost {
  readonly operationNs: number;
  readonly fixedNs: number;
  readonly coldNs: number;
}

interface Shape {
  readonly wall: Cost;
  readonly cpu: Cost;
  readonly sizes: Readonly<Record<SliceRole, number>>;
  readonly warmupPasses: number;
  readonly passes: number;
  /** CPU that is used between two slices. */
  readonly betweenNs?: number;
  /** By the number of the slice, in nanoseconds more. */
  readonly disturbed?: ReadonlyMap<number, { readonly wall: number; readonly cpu: number }>;
}

const costOf = (role: SliceRole, operations: number, { operationNs, fixedNs, coldNs }: Cost): number =>
  fixedNs + operationNs * operations + (role === 'lead' ? coldNs : 0);

/** In the order of a block: a lead before each slice where there are leads, a short round after the second of four. */
function rolesOf({ sizes, warmupPasses, passes }: Shape): SliceRole[] {
  const lead: SliceRole[] = sizes.lead > 0 ? ['lead'] : [];
  const measured = Array.from({ length: passes }, (_, i): SliceRole[] => {
    const short: SliceRole[] = sizes.short > 0 && i % 4 === 1 ? [...lead, 'short'] : [];
    return [...lead, 'measured', ...short];
  });
  const warmup = Array.from({ length: warmupPasses }, (): SliceRole[] => [...lead, 'measured']);
  return [...warmup, ...measured].flat();
}

function recordOf(shape: Shape): SliceRecord {
  const roles = rolesOf(shape);
  const { lead, measured, short } = shape.sizes;
  return sliceRecord({
    warmup: shape.warmupPasses * (lead > 0 ? 2 : 1),
    operations: measured,
    leadOperations: lead,
    shortOperations: short,
    roles,
    asked: roles.map((role) => shape.sizes[role]),
  });
}

/** Slices of the warm-up take four times as long. */
function columnsOf(shape: Shape, { roles, asked, warmup }: SliceRecord): SliceColumns {
  const { betweenNs = 0, disturbed } = shape;
  const columns: { start: number[]; end: number[]; cpuStart: number[]; cpuEnd: number[] } = {
    start: [],
    end: [],
    cpuStart: [],
    cpuEnd: [],
  };
  const now = { wall: 1000, cpu: 500 };
  for (const [i, role] of roles.entries()) {
    const [n, times, more] = [asked[i] ?? 0, i < warmup ? 4 : 1, disturbed?.get(i)];
    now.wall += betweenNs;
    now.cpu += betweenNs;
    columns.start.push(now.wall);
    columns.cpuStart.push(now.cpu);
    now.wall += times * costOf(role, n, shape.wall) + (more?.wall ?? 0);
    now.cpu += times * costOf(role, n, shape.cpu) + (more?.cpu ?? 0);
    columns.end.push(now.wall);
    columns.cpuEnd.push(now.cpu);
  }
  return {
    start: Float64Array.from(columns.start),
    end: Float64Array.from(columns.end),
    cpuStart: Float64Array.from(columns.cpuStart),
    cpuEnd: Float64Array.from(columns.cpuEnd),
    operations: Uint32Array.from(asked),
  };
}

function valuesOf(shape: Shape, changes: Partial<SliceRecord> = {}): SliceValues {
  const record = { ...recordOf(shape), ...changes };
  const reader: SidecarReader = {
    events: () => [],
    samples: () => [],
    slices: () => columnsOf(shape, record),
  };
  return sliceValues(record, reader);
}

const scenarioOf = (typical: 'wall' | 'cpu'): Scenario => ({
  ...sleepLoop,
  measurement: {
    kind: 'sliced',
    sizes: { operations: [1], lead: [1], short: [1], gate: [1] },
    warmup: { gate: 1, ratio: 1 },
    warmupMs: 0,
    passes: { gate: 1, ratio: 1 },
    typical,
    reason: 'A test.',
  },
});
const typicalOf = (values: SliceValues, of: 'wall' | 'cpu'): number => typicalSlice(values, scenarioOf(of));
/** Equal but for the rounding of a few divisions. */
const same = (found: number, wanted: number): void => expect(found / wanted).toBeCloseTo(1, 9);

const SHAPE: Shape = {
  wall: { operationNs: 1000, fixedNs: 50_000, coldNs: 300_000 },
  cpu: { operationNs: 1000, fixedNs: 49_000, coldNs: 90_000 },
  sizes: { lead: 16, measured: 64, short: 8 },
  warmupPasses: 2,
  passes: 8,
};
const placesOf = (wanted: SliceRole): number[] =>
  rolesOf(SHAPE).flatMap((role, i) => (role === wanted ? [i] : []));
const BOTH = (ns: number) => ({ wall: ns, cpu: ns });

describe('whatever an operation, the slice around it and cold caches cost', () => {
  const cost = fc.record({
    operationNs: fc.integer({ min: 1, max: 100_000 }),
    fixedNs: fc.integer({ min: 0, max: 1_000_000 }),
    coldNs: fc.integer({ min: 0, max: 10_000_000 }),
  });
  const sizes = fc
    .tuple(fc.integer({ min: 2, max: 5000 }), fc.nat(), fc.nat())
    .map(([measured, lead, short]) => ({
      measured,
      lead: 1 + (lead % measured),
      short: 1 + (short % (measured - 1)),
    }));
  const shapes = fc.record({
    wall: cost,
    cpu: cost,
    sizes,
    warmupPasses: fc.integer({ min: 0, max: 3 }),
    passes: fc.integer({ min: 2, max: 20 }),
  });
  /** What an operation takes in a measured slice. */
  const inSlice = ({ operationNs, fixedNs }: Cost, { sizes: { measured } }: Shape): number =>
    operationNs + fixedNs / measured;
  /** What one more operation would take. */
  const addedNs = (values: SliceValues): number => values.meanWallNs * (1 - (values.fixedShare ?? 0));

  test('the values are those of a measured slice: cold caches are in none of them', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const values = valuesOf(shape);
        same(typicalOf(values, 'wall'), inSlice(shape.wall, shape));
        same(typicalOf(values, 'cpu'), inSlice(shape.cpu, shape));
        same(values.cpuTotalNs, inSlice(shape.cpu, shape));
      }),
    );
  });

  test('the share of the slice itself and what the lead takes more are given back', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { fixedNs, coldNs, operationNs } = shape.wall;
        const values = valuesOf(shape);
        const wholeNs = fixedNs + operationNs * shape.sizes.measured;
        expect(values.fixedShare).toBeCloseTo(fixedNs / wholeNs, 9);
        expect((values.coldNs ?? Number.NaN) - fixedNs - coldNs).toBeCloseTo(0, 3);
        same(addedNs(values), operationNs);
      }),
    );
  });

  test('what one more operation takes is the same in slices of half, of twice and of four times the size', () => {
    const even = shapes.filter(({ sizes: { measured } }) => measured % 2 === 0 && measured > 2);
    fc.assert(
      fc.property(even, fc.constantFrom(0.5, 2, 4), (shape, factor) => {
        const measured = factor * shape.sizes.measured;
        const short = Math.min(shape.sizes.short, measured - 1);
        const other = { ...shape, sizes: { ...shape.sizes, measured, short } };
        same(addedNs(valuesOf(other)), addedNs(valuesOf(shape)));
        const free = (one: Shape): Shape => ({ ...one, wall: { ...one.wall, fixedNs: 0 } });
        same(valuesOf(free(other)).meanWallNs, valuesOf(free(shape)).meanWallNs);
      }),
    );
  });
});

const WHOLE = 50_000 + 64 * 1000;
const WHOLE_CPU = 49_000 + 64 * 1000;

describe('what a slice costs beside its operations', () => {
  test('is a share of it by the wall clock, and what cold caches cost a lead are nanoseconds', () => {
    const values = valuesOf(SHAPE);
    expect(values.fixedShare).toBeCloseTo(50_000 / WHOLE, 12);
    expect(values.coldNs).toBeCloseTo(50_000 + 300_000, 6);
  });

  test('is not told where no short slices tell it, nor are cold caches without a lead', () => {
    expect(valuesOf({ ...SHAPE, sizes: { ...SHAPE.sizes, short: 0 } }).fixedShare).toBeNull();
    const neither = valuesOf({ ...SHAPE, sizes: { lead: 0, measured: 64, short: 0 } });
    expect(neither).toMatchObject({ fixedShare: null, coldNs: null });
    same(neither.cpuTotalNs, WHOLE_CPU / 64);
  });

  test('may come out below nothing by noise, and is left so', () => {
    const places = placesOf('short');
    const values = valuesOf({ ...SHAPE, disturbed: new Map(places.map((slice) => [slice, BOTH(-51_000)])) });
    expect(values.fixedShare).toBeLessThan(0);
  });

  test('is told by the middle slices, so that one slow slice is not taken for its beginning', () => {
    const [first = 0] = placesOf('short');
    const three = { ...SHAPE, passes: 12 };
    const values = valuesOf({ ...three, disturbed: new Map([[first, BOTH(900_000)]]) });
    expect(values.fixedShare).toBe(valuesOf(three).fixedShare);
  });
});

describe('a slow slice', () => {
  const [, , third = 0, ...others] = placesOf('measured');

  test('that computed for longer is in the mean: a collector comes now and then, and its work is theirs', () => {
    const values = valuesOf({ ...SHAPE, disturbed: new Map([[third, BOTH(800_000)]]) });
    same(values.meanWallNs, (WHOLE + 100_000) / 64);
    same(values.meanCpuNs, (WHOLE_CPU + 100_000) / 64);
    same(values.cpuTotalNs, (WHOLE_CPU + 100_000) / 64);
  });

  test('that lost the CPU meanwhile is not: somebody else had it', () => {
    const values = valuesOf({ ...SHAPE, disturbed: new Map([[third, { wall: 800_000, cpu: 3000 }]]) });
    same(values.meanWallNs, WHOLE / 64);
    expect(values.wallNs).toHaveLength(8);
    expect(Math.max(...values.wallNs)).toBe((WHOLE + 800_000) / 64);
  });

  test('counts where most of them do without the CPU: then waiting is what they do', () => {
    const waits = [third, ...others].slice(0, 5).map((slice) => [slice, { wall: 800_000, cpu: 0 }] as const);
    const values = valuesOf({ ...SHAPE, disturbed: new Map(waits) });
    same(values.meanWallNs, (WHOLE + 500_000) / 64);
  });
});

test('what runs between the slices is CPU of the whole and of no slice', () => {
  const values = valuesOf({ ...SHAPE, betweenNs: 3300 });
  const operations = 8 * (16 + 64) + 2 * (16 + 8);
  same(values.cpuTotalNs, WHOLE_CPU / 64 + (3300 * 20) / operations);
  same(values.meanCpuNs, WHOLE_CPU / 64);
});

test('the slices that are compared are the measured ones, with their warm-up and with the CPU at their ends', () => {
  const { series, warmup, sizes } = valuesOf(SHAPE);
  expect([warmup, sizes]).toEqual([2, { operations: 64, leadOperations: 16, shortOperations: 8 }]);
  expect(series.operations).toBe(64);
  expect(series.wallNs).toEqual([4 * WHOLE, 4 * WHOLE, ...Array<number>(8).fill(WHOLE)]);
  expect(series.cpuNs?.slice(2)).toEqual(Array<number>(8).fill(WHOLE_CPU));
  const { cpuEnd } = columnsOf(SHAPE, recordOf(SHAPE));
  expect(series.cpuEndNs).toEqual(placesOf('measured').map((i) => cpuEnd[i]));
});

test('page faults are told by the operation, of leads and short slices too, and not where the kernel does not tell', () => {
  expect(valuesOf(SHAPE, { minorFaults: 1376 }).pageFaults).toBe(1376 / (8 * (16 + 64) + 2 * (16 + 8)));
  expect(valuesOf(SHAPE, { minorFaults: 0 }).pageFaults).toBe(0);
  expect(valuesOf(SHAPE).pageFaults).toBeNull();
});

test('slices of which none was measured should never have been proved', () => {
  expect(() => valuesOf({ ...SHAPE, passes: 0 })).toThrow('none was measured');
});
