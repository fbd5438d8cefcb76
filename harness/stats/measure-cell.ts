// The numbers of a cell from those of its proved invocations.
import type {
  CpuModes,
  Curve,
  Measurement,
  ModeOfValues,
  Series,
  SliceCost,
  SteadyState,
} from '../contract/numbers.ts';
import type { Scenario } from '../contract/scenario.ts';
import { cpuTimeOfCell } from './cpu-time.ts';
import { exactCurve } from './curve.ts';
import { faultModes } from './fault-modes.ts';
import type { InvocationValues } from './measure.ts';
import { median } from './median.ts';
import { FEWEST_VALUES, modesOf } from './modality.ts';

export interface CellMeasures {
  /** One for each metric of which at least one invocation has a value. */
  readonly measurements: Measurement[];
  readonly curve: Curve | null;
  readonly throughput: number | null;
  /** Of its first invocation. */
  readonly series?: Series;
  /** The class that most invocations have. */
  readonly steady?: SteadyState;
  /** Of the first primary metric; with two of them the median above describes no real process. */
  readonly modes?: ModeOfValues[];
  /** Per operation, a place for each repetition. */
  readonly pageFaults?: (number | null)[];
  readonly slice?: SliceCost;
  readonly cpuTime?: CpuModes;
}

/** `repetitions` is the number of repetitions of the run: each measurement has a place for each of them, so that pairs can be made. */
export function measureCell(
  scenario: Scenario,
  invocations: readonly InvocationValues[],
  repetitions: number,
): CellMeasures {
  const measurements = scenario.metrics.flatMap(({ id }) => {
    const measurement = measurementOf(id, invocations, repetitions);
    return measurement === null ? [] : [measurement];
  });
  const pageFaults = faultsOf(invocations, repetitions);
  const rates = invocations.flatMap(({ throughput }) => (throughput === null ? [] : [throughput]));
  return {
    measurements,
    curve: curveOf(scenario, invocations),
    throughput: rates.length === 0 ? null : median(rates),
    ...seriesOf(invocations),
    ...steadyOf(invocations),
    ...modesOfCell(scenario, measurements, pageFaults),
    ...(pageFaults.some((faults) => faults !== null) ? { pageFaults } : {}),
    ...sliceOf(invocations),
    ...cpuOf(invocations),
  };
}

function faultsOf(invocations: readonly InvocationValues[], repetitions: number): (number | null)[] {
  const byRepetition: (number | null)[] = Array.from({ length: repetitions }, () => null);
  for (const { repetition, slices } of invocations) byRepetition[repetition] = slices?.pageFaults ?? null;
  return byRepetition;
}

function cpuOf(invocations: readonly InvocationValues[]): Pick<CellMeasures, 'cpuTime'> {
  const cpuTime = cpuTimeOfCell(invocations.map((one) => one.cpuTime));
  return cpuTime === null ? {} : { cpuTime };
}

function sliceOf(invocations: readonly InvocationValues[]): Pick<CellMeasures, 'slice'> {
  const sliced = invocations.flatMap(({ slices }) => (slices === null ? [] : [slices]));
  const [first] = sliced;
  if (first === undefined) return {};
  return {
    slice: {
      ...first.sizes,
      fixedShare: middleOf(sliced.map(({ fixedShare }) => fixedShare)),
      coldNs: middleOf(sliced.map(({ coldNs }) => coldNs)),
    },
  };
}

function seriesOf([first]: readonly InvocationValues[]): Pick<CellMeasures, 'series'> {
  const series = first?.series ?? null;
  return series === null ? {} : { series };
}

function steadyOf(invocations: readonly InvocationValues[]): Pick<CellMeasures, 'steady'> {
  const counts = new Map<SteadyState, number>();
  for (const { steady } of invocations)
    if (steady !== null) counts.set(steady, (counts.get(steady) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most === undefined ? {} : { steady: most[0] };
}

function modesOfCell(
  { metrics }: Scenario,
  measurements: readonly Measurement[],
  pageFaults: readonly (number | null)[],
): Pick<CellMeasures, 'modes'> {
  const primary = metrics.find((metric) => metric.primary);
  const repetitions = measurements.find(({ metric }) => metric === primary?.id)?.repetitions ?? [];
  const values = repetitions.filter((value) => value !== null);
  if (primary === undefined || values.length < FEWEST_VALUES) return {};
  // Without a logarithm there are no modes on a scale of ratios.
  if (primary.scale === 'ratio' && !values.every((value) => value > 0)) return {};
  const byFaults = modesByFaults(repetitions, pageFaults);
  if (byFaults !== null) return { modes: byFaults };
  return { modes: [...modesOf(values, primary.scale)] };
}

/** Null where no invocation has a value. */
function middleOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

/** Null where page faults do not separate modes. */
function modesByFaults(
  repetitions: readonly (number | null)[],
  pageFaults: readonly (number | null)[],
): ModeOfValues[] | null {
  const modes = faultModes(pageFaults);
  if (modes === null) return null;
  const of = modes[0].members.length + modes[1].members.length;
  return modes.flatMap(({ members, faults }) => {
    const values = members.flatMap((repetition) => repetitions[repetition] ?? []);
    return values.length === 0
      ? []
      : [{ value: median(values), share: members.length / of, pageFaults: faults }];
  });
}

function measurementOf(
  metric: string,
  invocations: readonly InvocationValues[],
  repetitions: number,
): Measurement | null {
  const byRepetition: (number | null)[] = Array.from({ length: repetitions }, () => null);
  for (const { repetition, values } of invocations) {
    if (!(repetition >= 0 && repetition < repetitions))
      throw new RangeError(`repetition ${repetition} of a run with ${repetitions} repetitions`);
    byRepetition[repetition] = values[metric] ?? null;
  }
  const values = byRepetition.filter((value) => value !== null);
  if (values.length === 0) return null;
  return {
    metric,
    value: median(values),
    low: Math.min(...values),
    high: Math.max(...values),
    repetitions: byRepetition,
  };
}

/** Of all samples together: a curve shows a distribution, and no verdict is drawn from it. */
function curveOf(scenario: Scenario, invocations: readonly InvocationValues[]): Curve | null {
  const all = new Float64Array(invocations.reduce((sum, { samples }) => sum + samples.length, 0));
  let at = 0;
  for (const { samples } of invocations) {
    all.set(samples, at);
    at += samples.length;
  }
  all.sort();
  const points = exactCurve(all);
  if (points.length === 0) return null;
  const firstOnTime = all.findIndex((value) => value >= 0);
  return {
    kind: scenario.rules.some(({ kind }) => kind === 'lateness') ? 'lateness' : 'latency',
    samples: all.length,
    early: firstOnTime < 0 ? all.length : firstOnTime,
    points,
  };
}
