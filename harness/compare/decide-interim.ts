// One interim analysis of the pairs: both metrics, and the verdict that follows from the two.
import type { Look, MetricLook, PairsVerdict } from '../contract/pairs.ts';
import { detectableRatio } from '../stats/detectable.ts';
import type { Interval } from '../stats/interval.ts';
import type { MetricFinding } from './metric-finding.ts';
import { CPU_MEAN, findingOf, SLICE_MEDIAN } from './metric-finding.ts';

/** One pair as two logarithms of B over A. */
export interface PairValue {
  /** The side that was started first. */
  readonly first: 'a' | 'b';
  readonly sliceMedian: number;
  /** Null where CPU time is missing. Then it must be null in all pairs. */
  readonly cpuMean: number | null;
}

export interface InterimDecision {
  readonly look: Look;
  readonly findings: readonly MetricFinding[];
}

/** Uses all of `pairs`; their number is one of the schedule. */
export function decideInterim(pairs: readonly PairValue[]): InterimDecision {
  const typical = findingOf(
    SLICE_MEDIAN,
    pairs.map(({ sliceMedian }) => sliceMedian),
  );
  const cpu = pairs.flatMap(({ cpuMean }) => cpuMean ?? []);
  const total = cpu.length === pairs.length ? findingOf(CPU_MEAN, cpu) : null;
  const findings = total === null ? [typical] : [typical, total];
  const { verdict, reason } = verdictOf(findings);
  const look: Look = {
    pairs: pairs.length,
    sliceMedian: shown(typical.interval),
    cpuMean: total && shown(total.interval),
    verdict,
    reason:
      total === null ? `${reason}; no CPU time was recorded, so the slice median decides alone` : reason,
  };
  return { look, findings };
}

interface Verdict {
  readonly verdict: PairsVerdict;
  readonly reason: string;
}

function verdictOf(findings: readonly MetricFinding[]): Verdict {
  const leans = new Set(findings.flatMap(({ lean }) => lean ?? []));
  if (leans.size === 2)
    return {
      verdict: 'unclear',
      reason: `the metrics contradict each other: ${findings.map(saidBy).join(', ')}`,
    };
  const called = findings.filter(({ lean, objection }) => lean !== null && objection === null);
  const [first] = called;
  if (first?.lean)
    return {
      verdict: first.lean,
      reason: `${called.map(saidBy).join(', ')}: beyond ${FLOOR_WORDS[first.lean]}`,
    };
  if (leans.size === 0 && findings.every(({ same }) => same))
    return { verdict: 'same', reason: `${findings.map(saidBy).join(', ')}: inside ±3 %` };
  return {
    verdict: 'unclear',
    reason: findings
      .filter((finding) => finding.lean !== null || !finding.same)
      .map(openPoint)
      .join('; '),
  };
}

const FLOOR_WORDS = { slower: '+1 %', faster: '−1 %' } as const;

function openPoint(finding: MetricFinding): string {
  if (finding.lean !== null) return `${saidBy(finding)} lies beyond 1 %, but ${finding.objection}`;
  return `${saidBy(finding)} is neither inside ±3 % nor beyond 1 %`;
}

function saidBy({ metric, interval }: MetricFinding): string {
  return `${metric.title} ${percent(interval.low)} to ${percent(interval.high)}`;
}

/** Of a logarithm of a ratio: `+4.2 %`, with the true minus sign. */
export function percent(logarithm: number): string {
  const text = (100 * Math.expm1(Math.abs(logarithm) < 5e-4 ? 0 : logarithm)).toFixed(1);
  return text.startsWith('-') ? `−${text.slice(1)} %` : `+${text} %`;
}

function shown({ estimate, low, high, halfWidth }: Interval): MetricLook {
  return {
    ratio: Math.exp(estimate),
    low: Math.exp(low),
    high: Math.exp(high),
    detectable: detectableRatio(halfWidth, 0.01),
  };
}
