// Where two sequences first differ, with two events around the place, in one pass that keeps five events a side.
import { sameEvent } from './event-view.ts';
import type { Difference, Placed } from './projection.ts';

/** Events shown before and after the one that differs. */
export const CONTEXT_EVENTS = 2;

export function firstSequenceDifference(
  expected: Iterable<Placed>,
  observed: Iterable<Placed>,
): Difference | null {
  const left = expected[Symbol.iterator]();
  const right = observed[Symbol.iterator]();
  try {
    return firstDifference(left, right);
  } finally {
    // The iterator over a trace file closes the file when its reader stops.
    left.return?.();
    right.return?.();
  }
}

function firstDifference(left: Iterator<Placed>, right: Iterator<Placed>): Difference | null {
  const leftBefore: Placed[] = [];
  const rightBefore: Placed[] = [];
  for (;;) {
    const a = nextOf(left);
    const b = nextOf(right);
    if (a === null && b === null) return null;
    if (a === null || b === null || !sameEvent(a.event, b.event))
      return {
        expected: a,
        observed: b,
        expectedAround: around(leftBefore, a, left),
        observedAround: around(rightBefore, b, right),
      };
    remember(leftBefore, a);
    remember(rightBefore, b);
  }
}

function nextOf(iterator: Iterator<Placed>): Placed | null {
  const step = iterator.next();
  return step.done === true ? null : step.value;
}

function remember(before: Placed[], place: Placed): void {
  before.push(place);
  if (before.length > CONTEXT_EVENTS) before.shift();
}

function around(before: readonly Placed[], at: Placed | null, rest: Iterator<Placed>): Placed[] {
  const shown = [...before];
  if (at === null) return shown;
  shown.push(at);
  for (let i = 0; i < CONTEXT_EVENTS; i++) {
    const place = nextOf(rest);
    if (place !== null) shown.push(place);
  }
  return shown;
}
