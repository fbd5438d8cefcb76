// The second opinion on an interim analysis: the sign-flip randomisation test, which assumes no bell curve. A disagreement with an interval becomes a warning.
import { signFlipP, smallestFlipP } from '../stats/sign-flip.ts';
import type { PairValue } from './decide-interim.ts';
import type { MetricFinding } from './metric-finding.ts';
import { CPU_MEAN, levelOf, SLICE_MEDIAN } from './metric-finding.ts';

export interface CrossCheck {
  readonly sliceMedian: number;
  readonly cpuMean: number | null;
  readonly warnings: readonly string[];
}

/** `findings` are those of the interim analysis at exactly these pairs. */
export function crossCheck(pairs: readonly PairValue[], findings: readonly MetricFinding[]): CrossCheck {
  const checks = findings.map((finding) => {
    const typical = finding.metric === SLICE_MEDIAN;
    const values = pairs.flatMap(({ sliceMedian, cpuMean }) => (typical ? sliceMedian : (cpuMean ?? [])));
    return { finding, p: signFlipP(values, typical ? 'trim25' : 'mean'), pairs: values.length };
  });
  const pOf = (metric: MetricFinding['metric']): number | null =>
    checks.find(({ finding }) => finding.metric === metric)?.p ?? null;
  return {
    sliceMedian: pOf(SLICE_MEDIAN) ?? 1,
    cpuMean: pOf(CPU_MEAN),
    warnings: checks.flatMap(({ finding, p, pairs }) => disagreement(finding, p, pairs) ?? []),
  };
}

function disagreement(
  { metric, interval, tooEqual }: MetricFinding,
  p: number,
  pairs: number,
): string | null {
  // Of equal pairs many flips have the observed mean, so p says nothing; and they have a warning of their own.
  if (tooEqual) return null;
  const level = levelOf(metric);
  const differs = interval.low > 0 || interval.high < 0;
  const reachable = Math.max(level, smallestFlipP(pairs, metric.test === 't' ? 'mean' : 'trim25'));
  const told = `${metric.title}: the sign-flip test (p ${p.toPrecision(2)}) disagrees with the interval`;
  if (differs && p > reachable) return `${told}, which excludes 1: chance alone could explain the difference`;
  if (!differs && p <= level) return `${told}, which includes 1: outlying pairs make it wide`;
  return null;
}
