// What all styles of timers.stall share: which timers are armed in which order, and a loop that is blocked in between.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export interface StalledLoop {
  /** How many timers a round has. */
  readonly timers: number;
  /**
   * Arms all timers, blocks the loop, arms the late one, blocks again until all are overdue, and arms the last one. `arm` is called with the delay
   * and with what the timer has to record; `disarm` takes all of them back, for an arming in which the process was paused.
   */
  enact<Armed>(
    arm: (delayMs: number, record: () => void) => Armed,
    disarm: (armed: readonly Armed[]) => void,
  ): void;
}

const SMALLEST_GAP_MS = 4;
/** As in timers.deadlines: a longer arming may have exchanged deadlines that no loop exchanged. */
const LONGEST_ARMING_NS = 2e6;
const MOST_ARMINGS = 10;

export function makeStalledLoop(params: Parameters, kit: Kit): StalledLoop {
  const count = Number(params['count']);
  const firstMs = Number(params['firstMs']);
  const gapMs = Number(params['gapMs']);
  if (!(count >= 2)) throw new RangeError('count must be at least 2');
  if (!(gapMs >= SMALLEST_GAP_MS)) throw new RangeError(`gapMs must be at least ${SMALLEST_GAP_MS}`);
  const kinds = kit.kinds as Record<
    'arm' | 'fire' | 'arm_late' | 'fire_late' | 'arm_last' | 'fire_last',
    number
  >;
  const dueMs = (id: number): number => firstMs + id * gapMs;
  const order = Array.from({ length: count }, (_, id) => (id === 0 ? 0 : count - id));

  const blockUntil = (timeNs: number): void => {
    const leftMs = (timeNs - kit.now()) / 1e6;
    if (leftMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, leftMs);
  };

  return {
    timers: count + 2,
    enact(arm, disarm) {
      for (const id of order) kit.emit(kinds.arm, 0, id, dueMs(id) * 1000);
      const armAll = (base: number) =>
        order.map((id) => {
          // Never rounded down, for timers drop fractions and must not come early.
          const delayMs = Math.ceil(dueMs(id) - (kit.now() - base) / 1e6);
          return { delayMs, armed: arm(delayMs, () => kit.emit(kinds.fire, 1, id, dueMs(id) * 1000)) };
        });
      let base = kit.now();
      let all = armAll(base);
      for (let armings = 1; armings < MOST_ARMINGS; armings++) {
        if (kit.now() - base <= LONGEST_ARMING_NS) break;
        disarm(all.map(({ armed }) => armed));
        base = kit.now();
        all = armAll(base);
      }
      // For exactly as long as the first one, however long the arming of that took.
      const lateMs = all[0]?.delayMs ?? firstMs;
      blockUntil(base + (dueMs(count) - lateMs) * 1e6);
      kit.emit(kinds.arm_late, 2, count - 1, dueMs(count) * 1000);
      arm(lateMs, () => kit.emit(kinds.fire_late, 2, count - 1, dueMs(count) * 1000));
      blockUntil(kit.now() + (lateMs + gapMs) * 1e6);
      // By a clock that was read when the callback began, this one is overdue already.
      kit.emit(kinds.arm_last, 3, 0, gapMs * 1000);
      arm(gapMs, () => kit.emit(kinds.fire_last, 3, 0, gapMs * 1000));
    },
  };
}
