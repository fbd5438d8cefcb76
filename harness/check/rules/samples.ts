// Harness rule W7 on one round: its samples are as many as its operations give, fit into it, and agree with its trace.
import type { RoundRecord } from '../../contract/invocation.ts';
import type { Parameters } from '../../contract/message.ts';
import { productOf } from '../../contract/sample-plan.ts';
import type { SamplePlan } from '../../contract/sample-plan.ts';
import type { FindingDraft } from '../breach.ts';
import type { Case } from '../case.ts';
import { sampleDraft } from './sample-draft.ts';
import { traceAgreement } from './sample-trace.ts';

/** Asked only of rounds whose events are right: of others it is unknown which samples belong to them. */
export function sampleDrafts(given: Case, round: RoundRecord): FindingDraft[] {
  const plan = given.scenario.samples;
  const count = round.samples?.count ?? 0;
  const wrong = countDrafts(plan, given.record.params, round, count);
  if (wrong.length > 0 || plan === undefined || round.samples === null) return wrong;
  const samples = gathered(given.reader.samples(round.samples), count);
  return [...windowDrafts(plan, given, round, samples), ...traceAgreement(plan, given, round, samples)];
}

function countDrafts(
  plan: SamplePlan | undefined,
  params: Parameters,
  round: RoundRecord,
  count: number,
): FindingDraft[] {
  const wanted = plan === undefined ? 0 : wantedOf(plan, params, round);
  if (count === wanted) return [];
  const text =
    plan === undefined
      ? `${count} samples were recorded; the workloads of this scenario give none`
      : `${count} samples were recorded; the round gives ${wanted}`;
  return [sampleDraft(count < wanted ? 'missing' : 'extra', null, text)];
}

function wantedOf({ event, count }: SamplePlan, params: Parameters, round: RoundRecord): number {
  return count === undefined ? (round.counts[event] ?? 0) : productOf(count, params);
}

function gathered(chunks: Iterable<Float64Array>, count: number): Float64Array {
  const samples = new Float64Array(count);
  let at = 0;
  for (const chunk of chunks) {
    samples.set(chunk, at);
    at += chunk.length;
  }
  return samples;
}

/** Both clocks are read in whole nanoseconds. */
const ROUNDING_NS = 3;

/** Comparisons are written so that NaN fits nowhere. */
function windowDrafts(
  plan: SamplePlan,
  { record }: Case,
  round: RoundRecord,
  samples: Float64Array,
): FindingDraft[] {
  if (plan.value.kind === 'moment') return momentDrafts(round, samples);
  const waitedNs = round.receivedNs - round.sentNs;
  const mostNs = waitedNs + 2 * (record.clock?.errorNs ?? 0) + ROUNDING_NS;
  const leastNs = plan.value.kind === 'lateness' ? Number.NEGATIVE_INFINITY : 0;
  const outside = samples.findIndex((sample) => !(sample >= leastNs && sample <= mostNs));
  if (outside !== -1) {
    const text = `sample ${outside} is ${samples[outside]} ns; the harness waited ${waitedNs} ns for the whole round`;
    return [sampleDraft('clock', outside, text)];
  }
  return plan.atOnce === undefined ? [] : sumDrafts(plan, record.params, samples, mostNs);
}

function momentDrafts({ startNs, endNs }: RoundRecord, samples: Float64Array): FindingDraft[] {
  const outside = samples.findIndex((sample) => !(sample >= startNs && sample <= endNs));
  if (outside === -1) return [];
  const text = `sample ${outside} is the moment ${samples[outside]} ns, and the round lasts from ${startNs} to ${endNs} ns`;
  return [sampleDraft('clock', outside, text)];
}

function sumDrafts(
  { atOnce = [], delayMs }: SamplePlan,
  params: Parameters,
  samples: Float64Array,
  mostNs: number,
): FindingDraft[] {
  const underWay = productOf(atOnce, params);
  const delayNs = delayMs === undefined ? 0 : 1e6 * Number(params[delayMs]);
  const sumNs = samples.reduce((sum, sample) => sum + sample + delayNs, 0);
  if (sumNs <= mostNs * underWay + ROUNDING_NS * samples.length) return [];
  const what = delayNs === 0 ? 'samples' : 'samples and the delays before them';
  const text = `the ${what} are ${sumNs} ns in all; ${underWay} at once in ${mostNs} ns are ${mostNs * underWay} ns`;
  return [sampleDraft('clock', null, text)];
}
