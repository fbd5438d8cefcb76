// What all styles of timers.cancel share: which timer goes which way, how long each has, and how the loop is blocked.
import type { Parameters } from '../../../harness/contract/message.ts';

const WAYS = ['keep', 'before', 'double', 'itself', 'sibling'] as const;
export type Way = (typeof WAYS)[number] | 'blocker' | 'overdue' | 'end';

export interface Ways {
  /**
   * Timers in the order in which they are armed. Whoever must be due before another is armed before it: then a pause of the process
   * in between can only widen the gap.
   */
  readonly count: number;
  readonly wayOf: (id: number) => Way;
  readonly delayMs: (id: number) => number;
  /** The timers of one way. */
  readonly idsOf: (way: Way) => readonly number[];
  /** The timer that this one cancels when it fires: one of the same delay, armed later. */
  readonly siblingOf: (id: number) => number;
  /** The latest delay of those that are cancelled when overdue. */
  readonly overdueMs: number;
}

const MOST_OF_EACH = 1000;
const SMALLEST_GAP_MS = 4;

export function waysOf(params: Parameters): Ways {
  const each = Number(params['each']);
  const delayMs = Number(params['delayMs']);
  const gapMs = Number(params['gapMs']);
  if (!(each >= 1 && each <= MOST_OF_EACH)) throw new RangeError(`each must be 1 to ${MOST_OF_EACH}`);
  if (!(gapMs >= SMALLEST_GAP_MS)) throw new RangeError(`gapMs must be at least ${SMALLEST_GAP_MS}`);
  const blocker = WAYS.length * each;
  const wayOf = (id: number): Way => {
    if (id < blocker) return WAYS[Math.floor(id / each)] ?? 'keep';
    if (id === blocker) return 'blocker';
    return id <= blocker + each ? 'overdue' : 'end';
  };
  const later: Readonly<Partial<Record<Way, number>>> = { blocker: 1, overdue: 2, end: 4 };
  const ids = Array.from({ length: blocker + each + 2 }, (_, id) => id);
  return {
    count: ids.length,
    wayOf,
    delayMs: (id) => delayMs + gapMs * (later[wayOf(id)] ?? 0),
    idsOf: (way) => ids.filter((id) => wayOf(id) === way),
    siblingOf: (id) => id + WAYS.indexOf('sibling') * each,
    overdueMs: delayMs + 2 * gapMs,
  };
}

/** Keeps the loop from turning, at the cost of no CPU time. */
export function blockFor(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
