// The anytime-valid verdict on pairs: it holds for a reader who looks after each pair and stops at will, without a schedule.
import type { AnyTime, MetricLook, PairsVerdict } from '../contract/pairs.ts';
import { confidenceSequence } from '../stats/e-process.ts';
import { detectableRatio } from '../stats/detectable.ts';
import type { Interval } from '../stats/interval.ts';
import type { PairValue } from './decide-interim.ts';
import { TOTAL_ERROR } from './interim-analyses.ts';
import { pairBands } from './metric-finding.ts';
import { USUAL_EFFECT } from './scale.ts';

/** All pairs given count. Null where they are too few to exclude anything. */
export function anyTimeOf(pairs: readonly PairValue[]): AnyTime | null {
  const typical = confidenceSequence(
    pairs.map(({ sliceMedian }) => sliceMedian),
    TOTAL_ERROR,
  );
  if (typical === null) return null;
  const cpu = pairs.flatMap(({ cpuMean }) => cpuMean ?? []);
  const total = cpu.length === pairs.length ? confidenceSequence(cpu, TOTAL_ERROR) : null;
  const intervals = total === null ? [typical] : [typical, total];
  return {
    pairs: pairs.length,
    sliceMedian: shown(typical),
    cpuMean: total && shown(total),
    verdict: verdictOf(intervals),
  };
}

function verdictOf(intervals: readonly Interval[]): PairsVerdict {
  const { effect, same } = pairBands(USUAL_EFFECT);
  const slower = intervals.some(({ low }) => low > effect.high);
  const faster = intervals.some(({ high }) => high < effect.low);
  if (slower !== faster) return slower ? 'slower' : 'faster';
  return intervals.every(({ low, high }) => low > same.low && high < same.high) ? 'same' : 'unclear';
}

function shown({ estimate, low, high, halfWidth }: Interval): MetricLook {
  return {
    ratio: Math.exp(estimate),
    low: Math.exp(low),
    high: Math.exp(high),
    detectable: detectableRatio(halfWidth, USUAL_EFFECT),
  };
}
