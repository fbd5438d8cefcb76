// What one pair of processes says: the logarithms of how much longer B took than A, by slices that ran beside each other.
import { mean } from './mean.ts';
import { median } from './median.ts';

/** One side of a pair: its slices in the order in which they ran, warm-up first. */
export interface SliceSeries {
  readonly wallNs: readonly number[];
  /** CPU time within each slice. */
  readonly cpuNs: readonly number[] | null;
  /** CPU time of the process at the end of each slice, what ran between its slices included. */
  readonly cpuEndNs: readonly number[] | null;
  /** In each slice, the same in all of a side. */
  readonly operations: number;
}

/** Logarithms of B over A, per operation: 0 is equal, above 0 B was slower. */
export interface SliceContrast {
  readonly kind: 'contrast';
  /** Slices a side that were compared: after the warm-up, up to the end of the shorter side. */
  readonly slices: number;
  /** Slices of the longer side that had no partner. */
  readonly unpaired: number;
  /** Median over slice pairs of the wall time: the typical slice. */
  readonly wallMedian: number;
  /** The same of the CPU time within slices. */
  readonly cpuMedian: number | null;
  /** Mean CPU time within slices: what the rare costly slices add is in it. */
  readonly cpuMean: number | null;
  /** CPU time from the end of the warm-up to the end of the last slice compared: what helper threads did in between is in it. */
  readonly cpuTotal: number | null;
}

/** Where a value is that has no logarithm. Nothing is computed of the pair then. */
export interface UnusableSeries {
  readonly kind: 'unusable';
  readonly side: 'a' | 'b';
  readonly field: 'wallNs' | 'cpuNs' | 'cpuEndNs' | 'operations';
  /** Null where it is the field as a whole: its length, or the number of operations. */
  readonly index: number | null;
  readonly expected: string;
}

/** Slice i of A is compared with slice i of B: they have the same age and were neighbours in time, so both ran under the same state of the machine. */
export function sliceContrast(
  a: SliceSeries,
  b: SliceSeries,
  warmup: number,
): SliceContrast | UnusableSeries {
  const problem = problemOf(a, 'a', warmup) ?? problemOf(b, 'b', warmup);
  if (problem !== null) return problem;
  const end = Math.min(a.wallNs.length, b.wallNs.length);
  const operations = Math.log(a.operations) - Math.log(b.operations);
  const cpu = both(a.cpuNs, b.cpuNs);
  const cpuEnd = warmup > 0 ? both(a.cpuEndNs, b.cpuEndNs) : null;
  const medianOf = (ofA: readonly number[], ofB: readonly number[]): number =>
    operations + median(logRatios(ofA.slice(warmup, end), ofB.slice(warmup, end)));
  const meanOf = (values: readonly number[]): number => mean(values.slice(warmup, end));
  const spent = (ends: readonly number[]): number => (ends[end - 1] ?? 0) - (ends[warmup - 1] ?? 0);
  return {
    kind: 'contrast',
    slices: end - warmup,
    unpaired: Math.abs(a.wallNs.length - b.wallNs.length),
    wallMedian: medianOf(a.wallNs, b.wallNs),
    cpuMedian: cpu && finite(medianOf(...cpu)),
    cpuMean: cpu && finite(operations + Math.log(meanOf(cpu[1]) / meanOf(cpu[0]))),
    cpuTotal: cpuEnd && operations + Math.log(spent(cpuEnd[1]) / spent(cpuEnd[0])),
  };
}

/** A clock too coarse for a slice reads zero, which has no logarithm: then there is no result. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

type Both = readonly [a: readonly number[], b: readonly number[]];

function both(a: readonly number[] | null, b: readonly number[] | null): Both | null {
  return a === null || b === null ? null : [a, b];
}

function logRatios(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => Math.log((b[index] ?? Number.NaN) / value));
}

function problemOf(series: SliceSeries, side: 'a' | 'b', warmup: number): UnusableSeries | null {
  const { wallNs, cpuNs, cpuEndNs, operations } = series;
  const unusable = (
    field: UnusableSeries['field'],
    index: number | null,
    expected: string,
  ): UnusableSeries => ({
    kind: 'unusable',
    side,
    field,
    index,
    expected,
  });
  if (!isPositive(operations)) return unusable('operations', null, 'a positive number');
  if (wallNs.length <= warmup)
    return unusable('wallNs', null, `more slices than the ${warmup} of the warm-up`);
  for (const [field, values] of [
    ['wallNs', wallNs],
    ['cpuNs', cpuNs],
    ['cpuEndNs', cpuEndNs],
  ] as const) {
    if (values === null) continue;
    if (values.length !== wallNs.length)
      return unusable(field, null, `${wallNs.length} numbers, one a slice`);
    const mayBeZero = field === 'cpuNs';
    const bad = values.findIndex((value) => !(isPositive(value) || (mayBeZero && value === 0)));
    if (bad !== -1) return unusable(field, bad, mayBeZero ? 'a number of at least 0' : 'a positive number');
  }
  const back = cpuEndNs?.findIndex((value, index) => index > 0 && value <= (cpuEndNs[index - 1] ?? 0)) ?? -1;
  return back === -1 ? null : unusable('cpuEndNs', back, 'more than at the end of the slice before');
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}
