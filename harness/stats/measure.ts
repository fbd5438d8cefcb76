// The numbers of one invocation. Takes a `Proof`: without one there is nothing to measure.
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import { assertNever } from '../contract/failure.ts';
import type { MetricSpec } from '../contract/metric.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Series, SteadyState } from '../contract/numbers.ts';
import type { SidecarReader } from '../contract/trace.ts';
import type { Proof } from '../contract/verdict.ts';
import { cpuTimeOf } from './cpu-time.ts';
import type { InvocationCpu } from './cpu-time.ts';
import { readSamples } from './invocation-samples.ts';
import type { RoundSamples } from './invocation-samples.ts';
import { invocationSeries, invocationSteadiness } from './invocation-series.ts';
import { rateLatencies } from './http-rates.ts';
import { median } from './median.ts';
import { orderStatistic } from './quantile.ts';
import { sliceValues, typicalIsCpu, typicalSlice } from './slice-values.ts';
import type { SliceValues } from './slice-values.ts';

export interface InvocationValues {
  readonly invocation: string;
  readonly repetition: number;
  /** By metric id; null where this invocation has too little of it. */
  readonly values: Readonly<Record<string, number | null>>;
  /** All latencies of the measured rounds in nanoseconds, ascending; notices are already joined with the witness. */
  readonly samples: Float64Array;
  /** What each measured round has of them. */
  readonly rounds: readonly RoundSamples[];
  /** Null where nothing was sliced. */
  readonly slices: SliceValues | null;
  /** Operations a second of wall time, in the middle slice or round; null without operations. */
  readonly throughput: number | null;
  /** How it went on, short enough to be drawn; null where there is nothing to draw. */
  readonly series: Series | null;
  /** Null where nothing was sliced, or too little of it. */
  readonly steady: SteadyState | null;
  /** Of measured rounds and slices. */
  readonly cpuTime: InvocationCpu;
}

export function measureInvocation(
  proof: Proof,
  record: InvocationRecord,
  scenario: Scenario,
  reader: SidecarReader,
): InvocationValues {
  if (proof.invocation !== record.id)
    throw new Error(`the proof is of ${proof.invocation}, not of ${record.id}`);
  const rounds = record.rounds.filter(({ purpose }) => purpose === 'measured');
  const samples = readSamples(record, scenario, reader);
  const slices = record.slices === null ? null : sliceValues(record.slices, reader);
  const wallNs = slices === null ? wallPerOperation(rounds) : slices.meanWallNs;
  const valueOf = ({ source }: MetricSpec): number | null => {
    switch (source.kind) {
      case 'cpu-per-operation':
        return cpuPerOperation(rounds);
      case 'wall-per-operation':
        return wallNs;
      case 'slice-time':
        return slices === null ? typicalOfRounds(scenario, rounds) : typicalSlice(slices, scenario);
      case 'slice-cpu':
        return slices === null ? cpuPerOperation(rounds) : slices.cpuTotalNs;
      case 'peak-resident':
        return peakResident(record.rounds);
      case 'sample-quantile':
        return sampleQuantile(samples.sorted, source.q);
      case 'rate-quantile':
        return sampleQuantile(rateLatencies(rounds, source.rate), source.q);
      default:
        return assertNever(source);
    }
  };
  return {
    invocation: record.id,
    repetition: record.repetition,
    values: Object.fromEntries(scenario.metrics.map((metric) => [metric.id, valueOf(metric)])),
    samples: samples.sorted,
    rounds: samples.rounds,
    slices,
    throughput: wallNs === null || wallNs === 0 ? null : 1e9 / wallNs,
    series: invocationSeries(record, slices, samples.inOrder),
    steady: invocationSteadiness(slices, scenario),
    cpuTime: cpuTimeOf(record),
  };
}

/** Where a runner cannot slice: whole rounds instead, in the same unit. */
function typicalOfRounds(scenario: Scenario, rounds: readonly RoundRecord[]): number | null {
  return typicalIsCpu(scenario) ? cpuPerOperation(rounds) : wallPerOperation(rounds);
}

/** All CPU of the process in measured windows, over all operations: what the work costs, helper threads included. */
function cpuPerOperation(rounds: readonly RoundRecord[]): number | null {
  const operations = rounds.reduce((sum, round) => sum + round.operations, 0);
  const cpuNs = rounds.reduce((sum, { resources }) => sum + resources.userCpuNs + resources.systemCpuNs, 0);
  return operations === 0 ? null : cpuNs / operations;
}

function peakResident(rounds: readonly RoundRecord[]): number | null {
  return rounds.length === 0 ? null : Math.max(...rounds.map(({ resources }) => resources.peakResidentBytes));
}

/** The median over rounds: one disturbed round does not change it. */
function wallPerOperation(rounds: readonly RoundRecord[]): number | null {
  const values = rounds
    .filter(({ operations }) => operations > 0)
    .map(({ startNs, endNs, operations }) => (endNs - startNs) / operations);
  return values.length === 0 ? null : median(values);
}

/** Null unless at least one sample lies beyond: a quantile further out would be the maximum under another name. */
function sampleQuantile(sorted: Float64Array, q: number): number | null {
  const beyond = sorted.length - Math.ceil(Math.round(q * sorted.length * 1e6) / 1e6);
  return beyond < 1 ? null : orderStatistic(sorted, q);
}
