// What all styles of timers.extremes share: the delays, and what is recorded of each.
import type { Parameters } from '../../../harness/contract/message.ts';

/** The last one is asked for first and alone: it may upset whatever else is armed. */
export const DELAYS_MS: readonly number[] = [0, -1, 1, 7.5, 2 ** 31, Number.POSITIVE_INFINITY, Number.NaN];
export const PHASES: readonly (readonly number[])[] = [[6], [0, 1, 2, 3, 4, 5]];

const SMALLEST_WINDOW_MS = 12;

export function windowOf(params: Parameters): number {
  const windowMs = Number(params['windowMs']);
  if (!(windowMs >= SMALLEST_WINDOW_MS))
    throw new RangeError(`windowMs must be at least ${SMALLEST_WINDOW_MS}`);
  return windowMs;
}

export function delayOf(timer: number): number {
  return DELAYS_MS[timer] ?? 0;
}

/** The whole milliseconds of a sensible delay, in microseconds. */
export function wholeUs(timer: number): number {
  const delayMs = delayOf(timer);
  return delayMs > 0 && delayMs < 1000 ? Math.floor(delayMs) * 1000 : 0;
}
