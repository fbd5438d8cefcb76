// What all styles of io_fanout.cancel share: the ways to an end, what they are called in the trace, and the block in the middle.
import type { Kit } from '../../../harness/contract/kit.ts';

export type CancelKinds = Record<'begin' | 'cleanup' | 'ended' | 'spared' | 'worked' | 'raced', number>;

/** What `ended` and `spared` say. */
export const CANCELLED = 1;
export const TIMED_OUT = 2;
export const NEVER_BEGUN = 3;
export const AT_DEADLINE = 4;
export const WAYS = 5;
/** Longer than any stall: what is timed out could not have come first, in whatever order a runtime makes up for what is overdue. */
export const LONG_MS = 2000;
const BLOCK_NS = 2.5e6;

/** The units that go this way. */
export const keysOf = (way: number, units: number): number[] =>
  Array.from({ length: units }, (_, i) => WAYS * i + way);

/** Holds the loop, so that sleeps are over of which nobody has been told. */
export function block(kit: Kit): void {
  const dueNs = kit.now() + BLOCK_NS;
  while (kit.now() < dueNs);
}
