// What all styles of timers.interval share: the grid, the stall, which point comes next, and who keeps the time until then.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export interface Grid {
  readonly periods: number;
  readonly periodMs: number;
  /** True: the runtime's own interval ticks. False: a timer is armed anew for each point. */
  readonly byPeriod: boolean;
  /** Begins a round. Answers the first point to arm. */
  begin(): number;
  /** Records that the timer is about to be armed for this point; answers its delay in whole milliseconds, never rounded down. Point 0 is when the first one is armed. */
  armMs(point: number): number;
  /** Records the tick, and stalls when it is time. Answers the next point in the future, by period simply the next one, or null at the end. */
  tick(point: number): number | null;
}

const FIRST_POINT = 1;

/**
 * By period a tick is due one period after the handler before it began. When that was, the interval reads for itself, before the
 * program does: the program knows that it was not before its own time, and not before the handler in front of it had ended. That is `earliest`, since point 0. Point 0 is read behind
 * the first event, so by the trace nothing seems to be due too late.
 */
export function gridOf(params: Parameters, kit: Kit): Grid {
  const periodMs = Number(params['periodMs']);
  const periods = Number(params['periods']);
  const stallAt = Number(params['stallAt']);
  const stallMs = Number(params['stallMs']);
  const byPeriod = wayOf(params) === 'period';
  if (!(stallAt >= 1 && stallAt < periods)) throw new RangeError('stallAt must lie within the grid');
  const periodNs = periodMs * 1e6;
  const { arm, tick, stall, resume, end } = kit.kinds as Record<
    'arm' | 'tick' | 'stall' | 'resume' | 'end',
    number
  >;
  let base = 0;
  let earliest = 0;
  let stalls: 'to come' | 'just now' | 'over' = 'to come';

  const milestones = (point: number): void => {
    if (stalls === 'just now') {
      kit.emit(resume, 1, 0, stallMs * 1000);
      stalls = 'over';
    }
    if (stalls === 'to come' && point >= stallAt) {
      kit.emit(stall, 1, 0, stallMs * 1000);
      stalls = 'just now';
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs);
    }
  };

  return {
    periods,
    periodMs,
    byPeriod,
    begin() {
      stalls = 'to come';
      earliest = 0;
      return FIRST_POINT;
    },
    armMs(point) {
      const due = byPeriod ? earliest + periodNs : point * periodNs;
      kit.emit(arm, 0, point, Math.floor(due / 1000));
      const now = kit.now();
      if (point === FIRST_POINT) base = now;
      earliest = Math.max(due, now - base);
      return Math.max(0, Math.ceil((base + due - now) / 1e6));
    },
    tick(point) {
      kit.emit(tick, 0, point, periodMs * 1000);
      kit.sample(kit.now() - base - point * periodNs);
      milestones(point);
      // The stall is over only when a tick has followed it.
      if (point >= periods && stalls === 'over') {
        kit.emit(end, 1, 0, periods);
        return null;
      }
      if (byPeriod) return point + 1;
      // An early tick must not come again, hence the maximum.
      return Math.max(point + 1, Math.floor((kit.now() - base) / periodNs) + 1);
    },
  };
}

function wayOf(params: Parameters): 'grid' | 'period' {
  const way = params['way'];
  if (way !== 'grid' && way !== 'period') throw new RangeError(`${String(way)} is no way of an interval`);
  return way;
}
