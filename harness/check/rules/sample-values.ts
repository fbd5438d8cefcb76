// Harness rule W7 on all samples of an invocation: they are neither all equal nor readings of a clock that moves in coarse steps.
import type { InvocationRecord } from '../../contract/invocation.ts';
import type { SidecarReader } from '../../contract/trace.ts';
import type { FindingDraft } from '../breach.ts';
import { sampleDraft } from './sample-draft.ts';
import { COARSEST_CLOCK_NS } from './window.ts';

/** A clock that resolves a microsecond is as good as any: its readings are equal now and then, and multiples of a microsecond. */
const FINE_NS = 1000;
/** Of so many samples of a fine clock, no common step of ten times its resolution is ever seen: by chance once in 10^6 invocations. */
const ENOUGH = 8;
const STEPS = 10;
/**
 * With clocks of nanoseconds even four samples have no common step of ten microseconds, and three are never equal. A runner names the
 * smallest step that it saw, which is the time of one reading: 40 ns in Python, 140 ns in Node.
 */
const NANOSECONDS = 250;
const ENOUGH_OF_NANOSECONDS = 4;
const FEW_OF_NANOSECONDS = 3;
/** Samples as near as this are one reading of a coarse clock. */
const SAME_NS = 200;
/** Readings of a coarse clock are few, and nearly all lie far apart. */
const LEAST_DISTINCT = 1 / 4;
const MOSTLY_ALONE = 3 / 4;
/** A clock of microseconds gives equal samples by chance, but not three of four. */
const MOST_EQUAL = 3 / 4;
/** How many samples are looked at one by one. */
const LOOKED_AT = 4096;

interface Spread {
  count: number;
  /** The greatest step of which all differences are multiples; 0: all are equal. */
  stepNs: number;
  readonly first: number[];
}

/** One finding an invocation: with the samples of all rounds together even short rounds have enough. */
export function sampleValueDrafts(record: InvocationRecord, reader: SidecarReader): FindingDraft[] {
  const spread = spreadOf(record, reader);
  const claimedNs = record.ready?.clock.resolutionNs ?? 1;
  const resolutionNs = Math.min(COARSEST_CLOCK_NS, Math.max(FINE_NS, claimedNs));
  const fine = claimedNs <= NANOSECONDS;
  const { count, stepNs } = spread;
  if (stepNs === 0)
    return count >= (fine ? FEW_OF_NANOSECONDS : ENOUGH)
      ? [sampleDraft('constant', null, `all ${count} samples of the invocation are ${spread.first[0]} ns`)]
      : [];
  if (stepNs >= STEPS * resolutionNs && count >= (fine ? ENOUGH_OF_NANOSECONDS : ENOUGH))
    return [coarse(`all ${count} samples of the invocation lie multiples of ${stepNs} ns apart`, claimedNs)];
  const text = count >= ENOUGH ? fewReadings(spread.first, resolutionNs) : null;
  return text === null ? [] : [coarse(text, claimedNs)];
}

function coarse(text: string, claimedNs: number): FindingDraft {
  return sampleDraft('coarse', null, `${text}; the runner says that its clock resolves ${claimedNs} ns`);
}

function spreadOf(record: InvocationRecord, reader: SidecarReader): Spread {
  const spread: Spread = { count: 0, stepNs: 0, first: [] };
  for (const { samples } of record.rounds)
    for (const chunk of samples === null ? [] : reader.samples(samples)) add(spread, chunk);
  return spread;
}

function add(spread: Spread, chunk: Float64Array): void {
  spread.count += chunk.length;
  for (const sample of chunk.subarray(0, LOOKED_AT - spread.first.length)) {
    spread.first.push(sample);
    const apart = Math.abs(Math.round(sample) - Math.round(spread.first[0] as number));
    spread.stepNs = commonDivisor(spread.stepNs, apart);
  }
}

function commonDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

/** Null: as many different readings as a fine clock gives. */
function fewReadings(samples: readonly number[], resolutionNs: number): string | null {
  const sorted = samples.toSorted((a, b) => a - b);
  const readings = readingsOf(sorted);
  // However dense the samples of a fine clock are, they fill a stretch: readings of a coarse one stand alone.
  const alone = countAlone(readings, STEPS * resolutionNs);
  if (readings.length <= LEAST_DISTINCT * samples.length && alone >= MOSTLY_ALONE * samples.length)
    return `${samples.length} samples of the invocation are only ${readings.length} different readings`;
  const most = mostRepeated(sorted);
  if (most <= MOST_EQUAL * samples.length) return null;
  return `${most} of ${samples.length} samples of the invocation are equal`;
}

interface Reading {
  readonly firstNs: number;
  lastNs: number;
  count: number;
}

function readingsOf(sorted: readonly number[]): readonly Reading[] {
  const readings: Reading[] = [];
  for (const sample of sorted) {
    const reading = readings.at(-1);
    if (reading === undefined || sample - reading.firstNs > SAME_NS)
      readings.push({ firstNs: sample, lastNs: sample, count: 1 });
    else {
      reading.lastNs = sample;
      reading.count++;
    }
  }
  return readings;
}

/** Samples whose reading is at least `apartNs` from the ones before and after it. */
function countAlone(readings: readonly Reading[], apartNs: number): number {
  let alone = 0;
  for (const [i, { firstNs, lastNs, count }] of readings.entries()) {
    const before = firstNs - (readings[i - 1]?.lastNs ?? Number.NEGATIVE_INFINITY);
    const after = (readings[i + 1]?.firstNs ?? Number.POSITIVE_INFINITY) - lastNs;
    if (before >= apartNs && after >= apartNs) alone += count;
  }
  return alone;
}

function mostRepeated(sorted: readonly number[]): number {
  let most = 0;
  let run = 0;
  for (const [i, sample] of sorted.entries()) {
    run = sample === sorted[i - 1] ? run + 1 : 1;
    most = Math.max(most, run);
  }
  return most;
}
