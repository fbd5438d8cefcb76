// Where a value stands on the axis of the interval drawings, in percent of the width, and which values get a tick.
import type { Scale } from '../../words/format.ts';
import { formatDifference, formatNumber } from '../../words/format.ts';

export interface Axis {
  /** 0 to 100. */
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  /** The value that means no difference. */
  readonly neutral: number;
}

/** Room at both ends for half a tick label, in percent. */
const INSET = 6;
/** A run in which nothing differs still shows some width around 1. */
const LEAST_SPAN = 1.1;
/** Differences nearer than this, in their own unit, are one point. */
const LEAST_DIFFERENCE = 1e-6;

/** One logarithmic axis for all ratios of a table, with 1 always on it. */
export function ratioAxis(values: readonly number[]): Axis {
  const usable = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.min(1 / LEAST_SPAN, ...usable);
  const high = Math.max(LEAST_SPAN, ...usable);
  const at = placed(Math.log(low), Math.log(high));
  return {
    at: (value) => at(Math.log(value)),
    ticks: ratioTicks(low, high).map((value) => ({ value, label: ratioLabel(value) })),
    neutral: 1,
  };
}

/** A linear axis for the differences of one metric, with 0 always on it. */
export function differenceAxis(values: readonly number[], unit: string, scale: Scale): Axis {
  const usable = values.filter((value) => Number.isFinite(value));
  const low = Math.min(0, ...usable);
  const high = Math.max(0, ...usable);
  const span = high - low > LEAST_DIFFERENCE ? high - low : 1;
  const step = roundStep(span / 3);
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step); tick * step <= high; tick++) ticks.push(tick * step);
  return {
    at: placed(low, low + span),
    ticks: ticks.map((value) => ({
      value,
      label: value === 0 ? '0' : formatDifference(value, value - step / 2, value + step / 2, unit, scale),
    })),
    neutral: 0,
  };
}

function placed(low: number, high: number): (value: number) => number {
  return (value) => INSET + ((value - low) / (high - low)) * (100 - 2 * INSET);
}

/** Round steps in each decade when the axis is wide, quarters and tenths when it is narrow; about seven at most. */
function ratioTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  const inside = (value: number): boolean => value >= low * 0.999 && value <= high * 1.001;
  if (decades < 0.12) return [0.9, 0.95, 1, 1.05, 1.1, 1.2].filter(inside);
  if (decades < 0.5) return [0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5].filter(inside);
  const mantissas = decades > 3.2 ? [1] : decades > 1.8 ? [1, 3] : decades > 1.3 ? [1, 2, 5] : [1, 2, 3, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const mantissa of mantissas) ticks.push(Number(`${mantissa}e${power}`));
  return ticks.filter(inside);
}

function ratioLabel(value: number): string {
  return value < 1000 ? String(value) : formatNumber(value, 0);
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const mantissa = rough / power;
  return (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10) * power;
}
