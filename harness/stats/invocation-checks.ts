// The gate before the numbers of one invocation: every check that applies to it, one entry each.
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Plausibility } from '../contract/numbers.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { SidecarReader } from '../contract/trace.ts';
import { exactCurve } from './curve.ts';
import { gatherChecks } from './gather-checks.ts';
import { peerChecks } from './http-rates.ts';
import { areNotices } from './invocation-samples.ts';
import type { InvocationValues } from './measure.ts';
import { quantilesKept, smallestKept } from './plausibility.ts';
import { roundChecks } from './round-checks.ts';
import { sliceChecks } from './slice-checks.ts';

export interface CheckedInvocation {
  readonly record: InvocationRecord;
  readonly scenario: Scenario;
  readonly reader: SidecarReader;
  readonly values: InvocationValues;
  /** Of the machine. A process that was pinned had one. */
  readonly logicalCpus: number;
  /** How early a timer may fire by the documentation of this runtime. */
  readonly timerEarlyNs: number;
}

export function invocationChecks(invocation: CheckedInvocation): Plausibility[] {
  const { record, scenario, reader, values, logicalCpus } = invocation;
  const { slices: sliced } = record;
  const cpus = record.conditions.cpu === null ? logicalCpus : 1;
  const ofSlices =
    sliced === null ? [] : sliceChecks({ record, sliced, columns: reader.slices(sliced.segment), cpus });
  const ofRounds = roundChecks({ record, scenario, cpus, samples: values.rounds });
  const ofPeers = peerChecks(record.rounds);
  return gatherChecks([...ofSlices, ...ofRounds, ...ofPeers, ...sampleChecks(invocation)], 'kinds of window');
}

/** Of all measured rounds together. Scenarios without a metric of samples use them for moments, which say nothing here. */
function sampleChecks(invocation: CheckedInvocation): Plausibility[] {
  const { scenario, values } = invocation;
  const { samples } = values;
  const [smallestNs, largestNs] = [samples[0], samples.at(-1)];
  if (smallestNs === undefined || largestNs === undefined) return [];
  if (!scenario.metrics.some(({ source }) => source.kind === 'sample-quantile')) return [];
  const points = [{ q: 0, valueNs: smallestNs }, ...exactCurve(samples), { q: 1, valueNs: largestNs }];
  return [smallestOf(smallestNs, invocation), quantilesKept(points)];
}

function smallestOf(
  smallestNs: number,
  { record, scenario, timerEarlyNs }: CheckedInvocation,
): ReturnType<typeof smallestKept> {
  if (isSigned(scenario)) return smallestKept({ kind: 'lateness', smallestNs, toleranceNs: timerEarlyNs });
  // A notice is told by two clocks, which may differ by the error of putting them together.
  const errorNs = areNotices(scenario) ? (record.clock?.errorNs ?? 0) : 0;
  const resolutionNs = (record.ready?.clock.resolutionNs ?? 0) - errorNs;
  return smallestKept({ kind: 'latency', smallestNs, resolutionNs });
}

/** Where due times count, samples may lie below zero. */
function isSigned({ rules, metrics }: Scenario): boolean {
  return (
    rules.some(({ kind }) => kind === 'lateness') ||
    metrics.some(
      ({ source, scale }) =>
        source.kind === 'sample-quantile' && source.join === 'none' && scale === 'difference',
    )
  );
}
