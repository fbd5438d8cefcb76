// What all styles of timers.deadlines share: the order of arming, and how long each timer has.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export interface Schedule {
  /** Timers in the order in which they are armed. A timer's number is its place by deadline. */
  readonly order: readonly number[];
  readonly delayMs: (id: number) => number;
}

/** Two delays that are closer than this could be exchanged by a loop that works as it should. */
const SMALLEST_GAP_MS = 4;

export function scheduleOf(params: Parameters, kit: Kit): Schedule {
  const count = Number(params['count']);
  const firstMs = Number(params['firstMs']);
  const gapMs = Number(params['gapMs']);
  if (!(gapMs >= SMALLEST_GAP_MS)) throw new RangeError(`gapMs must be at least ${SMALLEST_GAP_MS}`);
  return { order: shuffledBy(kit.seed, count), delayMs: (id) => firstMs + id * gapMs };
}

/** How long a timer still has, in whole milliseconds: never rounded down, for timers drop fractions and must not come early. */
export function remainingMs(dueNs: number, nowNs: number): number {
  return Math.ceil((dueNs - nowNs) / 1e6);
}

/** An arming that took longer than this says nothing about the loop: the process was paused meanwhile. */
const LONGEST_ARMING_NS = 2e6;
/** A machine on which none of so many is quick gets the last one. */
const MOST_ARMINGS = 10;

/**
 * Arms all timers from a common base in one turn. A timer is armed for what is left, and a pause between reading the clock for
 * that and the loop's own reading makes it late by the pause: long enough, and it changes places with the next. So an arming in
 * which the process was paused is taken back and done again, with fresh deadlines.
 */
export function armInTime<Armed>(
  now: () => number,
  arm: (baseNs: number) => Armed,
  disarm: (armed: Armed) => void,
): Armed {
  for (let armings = 1; ; armings++) {
    const baseNs = now();
    const armed = arm(baseNs);
    if (now() - baseNs <= LONGEST_ARMING_NS || armings === MOST_ARMINGS) return armed;
    disarm(armed);
  }
}

/** Fisher-Yates from the end, drawing from SplitMix32: the same order in each language. */
function shuffledBy(seed: number, count: number): number[] {
  const ids = Array.from({ length: count }, (_, id) => id);
  let state = seed;
  for (let i = count - 1; i > 0; i--) {
    state = (state + 0x9e3779b9) >>> 0;
    const j = mixed(state) % (i + 1);
    [ids[i], ids[j]] = [ids[j] ?? 0, ids[i] ?? 0];
  }
  return ids;
}

function mixed(state: number): number {
  let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
