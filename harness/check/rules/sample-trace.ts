// Harness rule W7 in traced rounds: each sample agrees with the times of the events that it belongs to.
import { assertNever } from '../../contract/failure.ts';
import type { RoundRecord } from '../../contract/invocation.ts';
import type { SamplePlan, SampleValue } from '../../contract/sample-plan.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { FindingDraft } from '../breach.ts';
import type { Case } from '../case.ts';
import { sampleDraft } from './sample-draft.ts';

/**
 * A workload reads the clock for a sample next to the reading for the event, a few microseconds apart. Once in ten thousand times the
 * process is paused just there: so only most of the samples must be as near as this.
 */
const NEAR_NS = 500_000;
/**
 * Where there are one or two samples, a pause cannot be told from a lie: only what no pause explains is one. This, and as long as the process
 * waited for a CPU in the round: on a machine whose cores are taken several times over, that is more than 10 ms at a stretch.
 */
const FEW = 3;
const NEAR_OF_FEW_NS = 5_000_000;
/** No process is paused for so long between two statements, even on a machine whose cores are all taken. */
const NEVER_NS = 200_000_000;
/** Replies take up the whole time of a closed loop but for pauses of the machine. */
const LEAST_OF_LOOP = 0.25;
const ROUNDING_NS = 3;

export function traceAgreement(
  plan: SamplePlan,
  given: Case,
  round: RoundRecord,
  samples: Float64Array,
): FindingDraft[] {
  if (round.purpose !== 'traced' || round.events === null) return [];
  const traced = tracedOf(plan, given, round);
  if (traced === null) return [];
  const { value } = plan;
  if (traced.length !== samples.length) return [];
  switch (value.kind) {
    case 'lateness':
      return latenessDrafts(samples, traced, value.from !== 'id', round.resources.waitNs ?? 0);
    case 'latency':
      return longerDrafts(samples, traced);
    case 'moment':
      return longerDrafts(samples, traced);
    case 'round-trip':
      return [...longerDrafts(samples, traced), ...loopDrafts(samples, traced)];
    case 'stretch':
      return [];
    default:
      return assertNever(value);
  }
}

/** What the trace says of each sample. Of a round trip it knows no more than its longest; NaN where it does not know. */
interface TracedSample {
  readonly valueNs: number;
  /** The key, and the time since the last event on it, of a closed loop. */
  readonly key: number;
  readonly sinceLastNs: number;
}

/** Null where samples have no events in the trace. */
function tracedOf(plan: SamplePlan, given: Case, round: RoundRecord): readonly TracedSample[] | null {
  if (plan.value.kind === 'stretch' || round.events === null) return null;
  const { alphabet, record, reader } = given;
  const code = alphabet.codeOf(plan.event);
  const idBelow = plan.idBelow === undefined ? Number.POSITIVE_INFINITY : Number(record.params[plan.idBelow]);
  const valueOf = valuer(plan.value, given, round);
  const traced: TracedSample[] = [];
  for (const columns of reader.events(round.events))
    for (let row = 0; row < columns.key.length; row++) {
      const isOne =
        columns.kind[row] === code &&
        (columns.id[row] as number) < idBelow &&
        (plan.key === undefined || columns.key[row] === plan.key);
      const sample = valueOf(columns, row, isOne);
      if (isOne) traced.push(sample);
    }
  return traced;
}

type Valuer = (columns: EventColumns, row: number, isOne: boolean) => TracedSample;

function valuer(value: SampleValue, given: Case, round: RoundRecord): Valuer {
  switch (value.kind) {
    case 'lateness':
      return value.from === 'grid'
        ? gridValuer(given.alphabet.codeOf(value.start))
        : startValuer(given.alphabet.codeOf(value.start), value.from, 1000);
    case 'latency':
      return startValuer(given.alphabet.codeOf(value.start), 'id', 0);
    case 'round-trip':
      return loopValuer(Number(given.record.params[value.pipeline]), round.startNs);
    case 'moment':
    case 'stretch':
      return (columns, row) => ({
        valueNs: columns.time[row] as number,
        key: 0,
        sinceLastNs: Number.NaN,
      });
    default:
      return assertNever(value);
  }
}

/** Event `id` is due as many periods behind the due time of the first start event as its id is greater. */
function gridValuer(start: number): Valuer {
  let first: { readonly dueNs: number; readonly id: number } | null = null;
  return (columns, row) => {
    const id = columns.id[row] as number;
    const timeNs = columns.time[row] as number;
    const digestNs = 1000 * (columns.digest[row] as number);
    if (first === null && columns.kind[row] === start) first = { dueNs: timeNs + digestNs, id };
    const dueNs = first === null ? Number.NaN : first.dueNs + (id - first.id) * digestNs;
    return { valueNs: timeNs - dueNs, key: 0, sinceLastNs: Number.NaN };
  };
}

function startValuer(start: number, from: 'id' | 'last', nsOfDigest: number): Valuer {
  const startedNs = new Map<number, { readonly timeNs: number; readonly digest: number }>();
  let lastNs = Number.NaN;
  return (columns, row) => {
    const id = columns.id[row] as number;
    const timeNs = columns.time[row] as number;
    const digest = columns.digest[row] as number;
    if (columns.kind[row] === start) {
      startedNs.set(id, { timeNs, digest });
      lastNs = timeNs;
    }
    const started = startedNs.get(id) ?? { timeNs: Number.NaN, digest: 0 };
    const sinceNs = from === 'last' ? lastNs : started.timeNs;
    return {
      valueNs: timeNs - sinceNs - nsOfDigest * started.digest,
      key: 0,
      sinceLastNs: Number.NaN,
    };
  };
}

/**
 * Message n of a key is sent when reply n - pipeline is there, and not before the event ahead of that reply. So that event bounds the
 * round trip; the first messages are bounded by the beginning of the round.
 */
function loopValuer(pipeline: number, startNs: number): Valuer {
  const times = new Map<number, number[]>();
  return (columns, row, isOne) => {
    const key = columns.key[row] as number;
    const timeNs = columns.time[row] as number;
    const own = times.get(key) ?? [];
    times.set(key, own);
    const sentNs = own.at(-1 - pipeline) ?? startNs;
    const lastNs = own.at(-1) ?? Number.NaN;
    if (isOne) own.push(timeNs);
    return { valueNs: timeNs - sentNs, key, sinceLastNs: timeNs - lastNs };
  };
}

/** `shifted`: all may be earlier than the trace has them, by the same time. */
function latenessDrafts(
  samples: Float64Array,
  traced: readonly TracedSample[],
  shifted: boolean,
  waitNs: number,
): FindingDraft[] {
  const apart = traced.map(({ valueNs }, i) => valueNs - (samples[i] as number));
  const shiftNs = shifted ? Math.max(0, medianOf(apart)) : 0;
  const few = samples.length < FEW;
  const near = few ? NEAR_OF_FEW_NS + waitNs : NEAR_NS;
  const isFar = (gap: number): boolean => !(Math.abs(gap - shiftNs) <= near);
  const far = apart.filter(isFar);
  const never = apart.findIndex((gap) => !(Math.abs(gap - shiftNs) <= NEVER_NS));
  const many = few ? far.length === samples.length : far.length * 2 > samples.length;
  const odd = never !== -1 ? never : many ? apart.findIndex(isFar) : -1;
  if (odd === -1 || samples.length === 0) return [];
  const text =
    `sample ${odd} is ${samples[odd]} ns late, and the trace has its event ${traced[odd]?.valueNs} ns late` +
    (never === -1 ? `; ${far.length} of ${samples.length} samples are ${near} ns or more apart from it` : '');
  return [sampleDraft('changed', odd, text)];
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function longerDrafts(samples: Float64Array, traced: readonly TracedSample[]): FindingDraft[] {
  const odd = traced.findIndex(({ valueNs }, i) => !((samples[i] as number) <= valueNs + ROUNDING_NS));
  if (odd === -1) return [];
  const text = `sample ${odd} is ${samples[odd]} ns, and the trace has at most ${traced[odd]?.valueNs} ns for it`;
  return [sampleDraft('changed', odd, text)];
}

/** From the first reply of a key to its last, some message is always under way: shorter round trips leave time unaccounted for. */
function loopDrafts(samples: Float64Array, traced: readonly TracedSample[]): FindingDraft[] {
  let sampledNs = 0;
  let passedNs = 0;
  for (const [i, { sinceLastNs }] of traced.entries()) {
    if (Number.isNaN(sinceLastNs)) continue;
    sampledNs += samples[i] as number;
    passedNs += sinceLastNs;
  }
  if (sampledNs >= LEAST_OF_LOOP * passedNs) return [];
  const text = `the round trips behind the first of each key are ${sampledNs} ns in all, and ${passedNs} ns passed between their replies`;
  return [sampleDraft('changed', null, text)];
}
