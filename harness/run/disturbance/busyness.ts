// What others took of the CPU between two moments, where it is enough to matter. Pure.
import type { DisturbanceSpan } from '../../contract/disturbance.ts';
import { cpuShares } from '../environment/cpu-ticks.ts';
import type { CpuTicks } from '../environment/cpu-ticks.ts';

/** Counters that only mean something as a difference. */
export interface CpuMoment {
  readonly atMs: number;
  readonly ticks: CpuTicks | null;
  readonly throttledMs: number | null;
}

/** Half of all CPU time: with two fifths the verdicts were calibrated (`gate --self-test --neighbour 40`), beyond this nobody knows what they are worth. */
const MOST_FOREIGN = 0.5;
const MOST_STOLEN = 0.05;
/** Of the time: a quota stops all threads of a group at once, in the middle of whatever they do. */
const MOST_THROTTLED = 0.02;

export function busySpans(before: CpuMoment, after: CpuMoment): readonly DisturbanceSpan[] {
  const lengthMs = after.atMs - before.atMs;
  const shares = before.ticks === null || after.ticks === null ? null : cpuShares(before.ticks, after.ticks);
  const throttled =
    before.throttledMs === null || after.throttledMs === null || lengthMs <= 0
      ? 0
      : Math.min(1, (after.throttledMs - before.throttledMs) / lengthMs);
  const found: readonly (readonly [DisturbanceSpan['kind'], number, number])[] = [
    ['quota', throttled, MOST_THROTTLED],
    ['neighbour', shares?.foreignShare ?? 0, MOST_FOREIGN],
    ['stolen', shares?.stealShare ?? 0, MOST_STOLEN],
  ];
  const [fromMs, toMs] = [before.atMs, after.atMs];
  return found
    .filter(([, share, most]) => share >= most)
    .map(([kind, share]) => ({ kind, who: '', share, fromMs, toMs }));
}
