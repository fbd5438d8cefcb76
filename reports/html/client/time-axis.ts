// An axis of times, rates or other measured values, with as few digits at its ticks as they need.
import { formatValue } from '../../words/format.ts';
import type { AxisPlan } from './line-chart.ts';

/** From this ratio of the largest to the smallest on, steps on the axis are factors. */
const WIDE = 10;

/** Logarithmic where values span decades, linear where they lie close together, or below zero because timers fired early. */
export function valueAxis(
  title: string,
  unit: string,
  values: readonly number[],
  scale: 'logarithmic' | 'by span',
): AxisPlan {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const logarithmic = low > 0 && (scale === 'logarithmic' || high / low >= WIDE);
  const pad = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1;
  return {
    title,
    logarithmic,
    min: logarithmic ? low / 1.15 : low - pad,
    max: logarithmic ? high * 1.15 : high + pad,
    // Ticks of the logarithmic axis have one or two digits that count; those of the linear one depend on its span.
    text: (value) => formatValue(rounded(value), unit, logarithmic ? value : (high - low + 2 * pad) * 0.2),
    spoken: (value) => formatValue(value, unit),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
