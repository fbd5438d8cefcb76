// The series of values of one invocation, from first to last: for charts that show a warm-up or a drift.
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Series, SteadyState } from '../contract/numbers.ts';
import type { Scenario } from '../contract/scenario.ts';
import { typicalIsCpu } from './slice-values.ts';
import type { SliceValues } from './slice-values.ts';
import { steadyState } from './steady-state.ts';
import { thinSeries } from './thin-series.ts';

/** More points cannot be distinguished in a chart as wide as a table's cell. */
const MOST_POINTS = 120;

/** The significant digits of a point: a thousandth of a chart's height is less than a pixel. */
const DIGITS = 4;

/** Slices where there are some, else samples, else rounds; null where there is nothing to show. */
export function invocationSeries(
  record: InvocationRecord,
  slices: SliceValues | null,
  samples: Float64Array,
): Series | null {
  const series = longSeries(record, slices, samples);
  if (series === null) return null;
  return { ...series, points: series.points.map((value) => Number(value.toPrecision(DIGITS))) };
}

function longSeries(
  record: InvocationRecord,
  slices: SliceValues | null,
  samples: Float64Array,
): Series | null {
  if (slices !== null) return ofSlices(slices);
  if (samples.length > 0) return thinSeries('sample', samples, 0, MOST_POINTS);
  return ofRounds(record);
}

/** Of those that are compared. Injected work is the runner's slowness. */
function ofSlices({ series, warmup }: SliceValues): Series {
  const perOperation = series.wallNs.map((ns) => ns / series.operations);
  return thinSeries('slice', perOperation, warmup, MOST_POINTS);
}

function ofRounds({ rounds }: InvocationRecord): Series | null {
  const timed = rounds.filter(({ purpose, operations }) => purpose !== 'traced' && operations > 0);
  if (timed.length === 0) return null;
  const values = timed.map(({ startNs, endNs, operations }) => (endNs - startNs) / operations);
  const warmup = timed.filter(({ purpose }) => purpose === 'warmup').length;
  return thinSeries('round', values, warmup, MOST_POINTS);
}

/** Of the measured slices, by the clock of `typical`. Null where there are too few, or where one is too short for the clock. */
export function invocationSteadiness(slices: SliceValues | null, scenario: Scenario): SteadyState | null {
  if (slices === null) return null;
  const values = typicalIsCpu(scenario) ? slices.cpuNs : slices.wallNs;
  return values.every((value) => value > 0) ? steadyState(values) : null;
}
