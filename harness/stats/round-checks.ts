// Checks of the measured rounds of one invocation before their times become numbers: the runner's figures against the harness's.
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import type { Plausibility } from '../contract/numbers.ts';
import type { Scenario } from '../contract/scenario.ts';
import { gatherChecks } from './gather-checks.ts';
import type { RoundSamples } from './invocation-samples.ts';
import {
  clockKept,
  cpuKept,
  cpuSlackNs,
  inFlightKept,
  operationsKept,
  throughputKept,
  windowKept,
} from './plausibility.ts';

/** Fewer operations than this are no throughput. */
const LEAST_OPERATIONS = 100;

export interface RoundEvidence {
  readonly record: InvocationRecord;
  readonly scenario: Scenario;
  /** On which the process could run. */
  readonly cpus: number;
  readonly samples: readonly RoundSamples[];
}

export function roundChecks(evidence: RoundEvidence): Plausibility[] {
  const { record, scenario, cpus } = evidence;
  const measured = record.rounds.filter(({ purpose }) => purpose === 'measured');
  const asked = scenario.operations(record.params);
  return gatherChecks(
    [
      ...measured.map(({ operations }) => operationsKept(asked, operations)),
      clockKept(record.rounds),
      ...measured.flatMap((round) => windowOf(round, record)),
      cpuOf(measured, cpus),
      ...measured.flatMap((round) => inFlightOf(round, evidence)),
      ...measured.flatMap((round) => throughputOf(round, record)),
    ],
    'rounds',
  );
}

/** Nothing can be said where the clocks were not put together. */
function windowOf(
  { startNs, endNs, sentNs, receivedNs }: RoundRecord,
  { clock }: InvocationRecord,
): Plausibility[] {
  if (clock === null) return [];
  const { offsetNs, errorNs } = clock;
  const harness = { startNs: sentNs, endNs: receivedNs };
  return [windowKept({ runner: { startNs, endNs }, harness, offsetNs, errorNs: errorNs + ROUNDING_NS })];
}

/** Clocks are read in whole nanoseconds, and their difference is a third number. */
const ROUNDING_NS = 3;

/** All rounds together: one alone may be shorter than what the kernel owes. */
function cpuOf(rounds: readonly RoundRecord[], cpus: number): Plausibility {
  const cpuNs = sum(rounds.map(({ resources }) => resources.userCpuNs + resources.systemCpuNs));
  const wallNs = sum(rounds.map(({ startNs, endNs }) => endNs - startNs));
  return cpuKept({ cpuNs, wallNs, cpus, slackNs: cpuSlackNs(cpus) });
}

function inFlightOf(
  { round, startNs, endNs }: RoundRecord,
  { record, scenario, samples }: RoundEvidence,
): Plausibility[] {
  const own = samples.find((one) => one.round === round);
  if (scenario.inFlight === undefined || own === undefined || own.count === 0) return [];
  const limit = scenario.inFlight.reduce((all, name) => all * Number(record.params[name]), 1);
  const operationsPerSecond = (own.count * 1e9) / (endNs - startNs);
  const meanLatencyNs = own.sumNs / own.count;
  return [inFlightKept({ operationsPerSecond, meanLatencyNs, limit, samples: own.count })];
}

function throughputOf(
  { operations, startNs, endNs }: RoundRecord,
  { clock }: InvocationRecord,
): Plausibility[] {
  const roundTripNs = clock?.roundTripNs;
  if (roundTripNs === undefined || operations < LEAST_OPERATIONS) return [];
  return [throughputKept({ operations, windowNs: endNs - startNs, roundTripNs })];
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
