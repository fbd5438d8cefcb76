// One subject against another, where both were compared with a third: what their two intervals leave possible.
import type { ComparisonVerdict } from '../../harness/contract/verdict.ts';
import type { Effect } from './effect-texts.ts';

interface Derived {
  readonly verdict: ComparisonVerdict;
  readonly effect: Effect;
}

/**
 * Whenever both intervals hold the true value, so does this one: it adds no chance of error, and it is wider than a
 * comparison of the two would be. It is never narrow enough to be called `same`.
 */
export function derivedEffect(
  one: Effect,
  other: Effect,
  {
    scale,
    better,
    minimumEffect,
  }: {
    readonly scale: 'ratio' | 'difference';
    readonly better: 'lower' | 'higher';
    readonly minimumEffect: number;
  },
): Derived {
  const less = scale === 'ratio' ? quotient : difference;
  const effect = {
    estimate: less(one.estimate, other.estimate),
    low: less(one.low, other.high),
    high: less(one.high, other.low),
  };
  const neutral = scale === 'ratio' ? 1 : 0;
  const below = effect.high < neutral - minimumEffect;
  const above = effect.low > neutral + minimumEffect;
  if (!below && !above) return { verdict: 'unclear', effect };
  return { verdict: below === (better === 'lower') ? 'faster' : 'slower', effect };
}

const quotient = (a: number, b: number): number => a / b;
const difference = (a: number, b: number): number => a - b;
