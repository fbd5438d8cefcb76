// From recorded slices to a judgement: drops the warm-up, makes one value per pair and metric, and decides.
import type { Failure, Result } from '../contract/failure.ts';
import { failure } from '../contract/failure.ts';
import type { Pair, Pairs, PairSide, PairsJudgement } from '../contract/pairs.ts';
import { JUDGEMENT_SCHEMA } from '../contract/pairs.ts';
import type { SliceContrast, SliceSeries, UnusableSeries } from '../stats/slice-contrast.ts';
import { sliceContrast } from '../stats/slice-contrast.ts';
import { anyTimeOf } from './any-time.ts';
import { decidePairs } from './decide-pairs.ts';

/** Slices at the start of both sides that do not count: enough for pairs of one runtime, where what is left of the warm-up cancels. */
const WARMUP_SLICES = 20;

/** Of fewer slices than two warm-ups a quarter is dropped. The shorter side decides for both: slices of one age are compared. */
export function warmupOf(slicesA: number, slicesB: number): number {
  const shorter = Math.min(slicesA, slicesB);
  return shorter < 2 * WARMUP_SLICES ? Math.floor(shorter / 4) : WARMUP_SLICES;
}

/** EL1011 where a value of the pairs has no logarithm. */
export function judgePairs({ cell, pairs }: Pairs): Result<PairsJudgement> {
  const contrasts: SliceContrast[] = [];
  for (const [index, pair] of pairs.entries()) {
    const contrast = contrastOf(pair);
    if (contrast.kind === 'unusable') return { ok: false, failure: refusal(index, contrast) };
    contrasts.push(contrast);
  }
  const values = contrasts.map(({ wallMedian, cpuMean }, index) => ({
    first: pairs[index]?.first ?? ('a' as const),
    sliceMedian: wallMedian,
    cpuMean,
  }));
  const decision = decidePairs(values);
  const warnings = [...lengthWarnings(contrasts), ...cpuWarnings(pairs), ...decision.warnings];
  return {
    ok: true,
    value: { schema: JUDGEMENT_SCHEMA, cell, ...decision, anyTime: anyTimeOf(values), warnings },
  };
}

function contrastOf({ a, b }: Pair): SliceContrast | UnusableSeries {
  return sliceContrast(seriesOf(a), seriesOf(b), warmupOf(a.slicesNs.length, b.slicesNs.length));
}

function seriesOf({ slicesNs, cpuNs, operations }: PairSide): SliceSeries {
  return { wallNs: slicesNs, cpuNs: cpuNs ?? null, cpuEndNs: null, operations: operations ?? 1 };
}

const FIELD_NAMES = {
  wallNs: 'slicesNs',
  cpuNs: 'cpuNs',
  cpuEndNs: 'cpuEndNs',
  operations: 'operations',
} as const;

function refusal(pair: number, { side, field, index, expected }: UnusableSeries): Failure {
  const place = `pairs[${pair}].${side}.${FIELD_NAMES[field]}${index === null ? '' : `[${index}]`}`;
  return failure('EL1011', `${place}: expected ${expected}.`, 'Correct it, or leave the pair out.');
}

function lengthWarnings(contrasts: readonly SliceContrast[]): string[] {
  const uneven = contrasts.filter(({ unpaired }) => unpaired > 0);
  if (uneven.length === 0) return [];
  const left = uneven.reduce((sum, { unpaired }) => sum + unpaired, 0);
  return [
    `${uneven.length} of ${contrasts.length} pairs have sides of different length: ${left} slices without a partner were left out`,
  ];
}

/** Where only some of the sides have it: forgetting it everywhere is a choice, forgetting it once is a mistake. */
function cpuWarnings(pairs: readonly Pair[]): string[] {
  const sides = pairs.flatMap(({ a, b }, index) => [
    { place: `pairs[${index}].a.cpuNs`, side: a },
    { place: `pairs[${index}].b.cpuNs`, side: b },
  ]);
  const without = sides.filter(({ side }) => side.cpuNs === undefined);
  const [first] = without;
  if (first === undefined || without.length === sides.length) return [];
  return [
    `CPU time is missing on ${without.length} of ${sides.length} sides, first at ${first.place}: it is not used`,
  ];
}
