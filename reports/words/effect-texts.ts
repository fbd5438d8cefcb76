// An effect as text, in the digits that its interval supports.
import type { Scale } from './format.ts';
import {
  formatDifference,
  formatDifferenceInterval,
  formatRatio,
  formatRatioInterval,
  scaleFor,
} from './format.ts';

export interface Effect {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}
interface EffectTexts {
  readonly estimate: string;
  readonly interval: string;
}

export function effectTexts(
  { estimate, low, high }: Effect,
  metric: { readonly scale: 'ratio' | 'difference'; readonly unit: string },
  scale: Scale = scaleFor(metric.unit, [estimate, low, high]),
): EffectTexts {
  if (metric.scale === 'ratio')
    return { estimate: formatRatio(estimate, low, high), interval: formatRatioInterval(estimate, low, high) };
  return {
    estimate: formatDifference(estimate, low, high, metric.unit, scale),
    interval: formatDifferenceInterval(estimate, low, high, metric.unit, scale),
  };
}
