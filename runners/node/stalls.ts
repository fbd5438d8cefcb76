// Blocks the loop while a round runs, where the harness requests it: a workload's rules must hold on a loop that stalls.
import type { Stall } from '../../harness/contract/message.ts';

// Not in the library of the oldest Node that is supported, though its engine has it.
declare global {
  interface Atomics {
    waitAsync(
      cells: Int32Array,
      index: number,
      value: number,
      timeoutMs: number,
    ): { readonly value: 'timed-out' | 'not-equal' | Promise<'ok' | 'timed-out'> };
  }
}

/**
 * Stalls one after the other until all are over or `end` is called, which answers how many there were. Waits by a clock of the
 * engine's own and not by `setTimeout`: Node keeps the timers of one duration in one list, so a timer of ours beside the
 * workload's could change in which order those fire.
 */
export function startStalls(stalls: readonly Stall[], now: () => number): { end(): number } {
  if (stalls.length === 0) return { end: () => 0 };
  const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let made = 0;
  let ended = false;

  async function run(): Promise<void> {
    for (const { afterMs, forMs } of stalls) {
      await Atomics.waitAsync(cell, 0, 0, afterMs).value;
      if (ended) return;
      made++;
      const untilNs = now() + forMs * 1e6;
      while (now() < untilNs);
    }
  }

  void run();
  return {
    end() {
      ended = true;
      Atomics.notify(cell, 0);
      return made;
    },
  };
}
