// The engine's decision on a cell of two builds as a row of changes, and the confirmation of a regression by a second measurement.
import { excludesNone } from '../contract/excludes-none.ts';
import type { MetricLook } from '../contract/pairs.ts';
import type { Change } from '../contract/result.ts';
import type { ChangeVerdict } from '../contract/verdict.ts';
import type { ChangeHead } from './change-verdict.ts';
import type { Decision } from './decide-pairs.ts';
import type { ScaledMetric } from './scale.ts';
import { effectBand, reachesInto, sameBand } from './scale.ts';

/** One metric of a decided cell: ratio and interval of the interim analysis at which the engine stopped. */
export interface MetricDecision {
  readonly decision: Decision;
  readonly look: MetricLook;
}

export function decidedChange(
  head: ChangeHead,
  metric: ScaledMetric,
  { decision, look }: MetricDecision,
): Change {
  const { ratio: estimate, low, high, detectable } = look;
  const verdict = verdictOf(metric, decision, look);
  const pairs = `${decision.pairsUsed} pairs`;
  const reason = verdict === 'inconclusive' ? `${pairs}: ${whyOpen(metric, decision, look)}` : pairs;
  return { ...head, estimate, low, high, detectable, verdict, reason };
}

/** An open decision names both metrics. One that the other metric brought about says nothing of this one. */
function whyOpen(metric: ScaledMetric, { verdict, reason }: Decision, look: MetricLook): string {
  if (verdict === 'unclear' || !excludesNone(metric.scale, look)) return reason;
  return `${reason}; of this metric, ${reachesInto(metric.scale, effectBand(metric))}`;
}

/** A metric has a verdict of its own, but none that the engine objects to: both metrics share one error. */
function verdictOf(metric: ScaledMetric, decision: Decision, { low, high }: MetricLook): ChangeVerdict {
  const effect = effectBand(metric);
  const same = sameBand(metric);
  if (decision.verdict !== 'unclear') {
    if (low > effect.high) return metric.better === 'lower' ? 'regression' : 'improvement';
    if (high < effect.low) return metric.better === 'lower' ? 'improvement' : 'regression';
  }
  return low >= same.low && high <= same.high ? 'unchanged' : 'inconclusive';
}

/** A regression may fail a job only when fresh pairs from a new seed show it again. */
export function confirmed(changes: readonly Change[], again: readonly Change[]): Change[] {
  return changes.map((change) => {
    if (change.verdict !== 'regression') return change;
    const second = again.find((other) => sameRow(other, change));
    if (second?.verdict === 'regression')
      return { ...change, reason: joined(change.reason, `confirmed by fresh pairs: ${ratioText(second)}`) };
    const found = second === undefined ? 'nothing' : `${ratioText(second)}, ${second.verdict}`;
    return {
      ...change,
      verdict: 'inconclusive' as const,
      reason: joined(change.reason, `slower at first, but fresh pairs do not confirm it: ${found}`),
    };
  });
}

function sameRow(a: Change, b: Change): boolean {
  return a.scenario === b.scenario && a.set === b.set && a.subject === b.subject && a.metric === b.metric;
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ');

const ratioText = ({ estimate, low, high }: Change): string =>
  estimate === null || low === null || high === null
    ? 'no numbers'
    : `${estimate.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
