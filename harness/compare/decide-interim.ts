// One interim analysis of the pairs: both metrics, and the verdict that follows from the two.
import type { Look, MetricLook, PairsVerdict } from '../contract/pairs.ts';
import { detectableRatio } from '../stats/detectable.ts';
import type { MetricFinding, PairBands, PairEffects } from './metric-finding.ts';
import { CPU_MEAN, findingOf, SLICE_MEDIAN, USUAL_EFFECTS } from './metric-finding.ts';
import type { Band } from './scale.ts';

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
export function decideInterim(
  pairs: readonly PairValue[],
  effects: PairEffects = USUAL_EFFECTS,
): InterimDecision {
  const typical = findingOf(
    SLICE_MEDIAN,
    pairs.map(({ sliceMedian }) => sliceMedian),
    effects.sliceMedian,
  );
  const cpu = pairs.flatMap(({ cpuMean }) => cpuMean ?? []);
  const total = cpu.length === pairs.length ? findingOf(CPU_MEAN, cpu, effects.cpuMean) : null;
  const findings = total === null ? [typical] : [typical, total];
  const { verdict, reason } = verdictOf(findings);
  const look: Look = {
    pairs: pairs.length,
    sliceMedian: shown(typical),
    cpuMean: total && shown(total),
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
      reason: `${called.map(saidBy).join(', ')}: beyond ${each(called, ({ bands }) => signedEffect(bands, first.lean))}`,
    };
  if (leans.size === 0 && findings.every(({ same }) => same))
    return {
      verdict: 'same',
      reason: `${findings.map(saidBy).join(', ')}: inside ${each(findings, marginOf)}`,
    };
  return {
    verdict: 'unclear',
    reason: findings
      .filter((finding) => finding.lean !== null || !finding.same)
      .map(openPoint)
      .join('; '),
  };
}

function openPoint(finding: MetricFinding): string {
  const beyond = `beyond ${effectOf(finding)}`;
  if (finding.lean !== null) return `${saidBy(finding)} lies ${beyond}, but ${finding.objection}`;
  return `${saidBy(finding)} is neither inside ${marginOf(finding)} nor ${beyond}`;
}

const signedEffect = ({ effect }: PairBands, lean: 'slower' | 'faster' | null): string =>
  `${lean === 'slower' ? '+' : '−'}${size(effect)} %`;
const effectOf = ({ bands }: MetricFinding): string => `${size(bands.effect)} %`;
const marginOf = ({ bands }: MetricFinding): string => `±${size(bands.same)} %`;

/** Of a band around one, in percent. */
const size = ({ high }: Band): number => Number((100 * Math.expm1(high)).toPrecision(3));

/** What each says, once where all say the same. */
const each = (findings: readonly MetricFinding[], said: (finding: MetricFinding) => string): string =>
  [...new Set(findings.map(said))].join(' and ');

function saidBy({ metric, interval }: MetricFinding): string {
  return `${metric.title} ${percent(interval.low)} to ${percent(interval.high)}`;
}

/** Of a logarithm of a ratio: `+4.2 %`, with the true minus sign. */
export function percent(logarithm: number): string {
  const text = (100 * Math.expm1(Math.abs(logarithm) < 5e-4 ? 0 : logarithm)).toFixed(1);
  return text.startsWith('-') ? `−${text.slice(1)} %` : `+${text} %`;
}

function shown({ interval: { estimate, low, high, halfWidth }, bands }: MetricFinding): MetricLook {
  return {
    ratio: Math.exp(estimate),
    low: Math.exp(low),
    high: Math.exp(high),
    detectable: detectableRatio(halfWidth, Math.expm1(bands.effect.high)),
  };
}
