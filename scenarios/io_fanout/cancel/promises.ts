// io_fanout.cancel with promises: abort signals, sleeps that heed them, and `finally`.
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { AT_DEADLINE, block, CANCELLED, keysOf, LONG_MS, NEVER_BEGUN, TIMED_OUT } from './ways.ts';
import type { CancelKinds } from './ways.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const units = Number(params['units']);
  const sleepMs = Number(params['sleepMs']);
  const { cancelled, timedOut, spared, atDeadline } = unitsOf(params, kit);

  return {
    async round() {
      const together = new AbortController();
      const overdue = new AbortController();
      const guard = sleep(sleepMs + 4);
      const running = [
        ...keysOf(0, units).map((key) => cancelled(key, sleepMs, together.signal)),
        ...keysOf(1, units).map(timedOut),
        ...keysOf(2, units).map(spared),
        ...keysOf(3, units).map((key) => cancelled(key, 1, overdue.signal)),
        ...keysOf(4, units).map(atDeadline),
      ];
      block(kit);
      const cancelledNs = kit.now();
      overdue.abort();
      together.abort();
      await Promise.all(running);
      kit.sample(kit.now() - cancelledNs);
      // Whoever sleeps on in spite of all wakes up before this is over.
      await guard;
      return running.length;
    },
    close() {},
  };
}

interface Units {
  readonly cancelled: (key: number, delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly timedOut: (key: number) => Promise<void>;
  readonly spared: (key: number) => Promise<void>;
  readonly atDeadline: (key: number) => Promise<void>;
}

/** The ways to an end. Each settles when the end is known. */
function unitsOf(params: Parameters, kit: Kit): Units {
  const { begin, cleanup, ended, spared, worked, raced } = kit.kinds as CancelKinds;
  const timeoutMs = Number(params['timeoutMs']);
  const timeout = (): AbortSignal => AbortSignal.timeout(timeoutMs);

  /** Sleeps until it is told to stop, and tidies up, whatever happens. */
  const unit = async (key: number, delayMs: number, atLeastMs: number, signalOf: () => AbortSignal) => {
    // Before the timeout begins to run: it must not end sooner than it says, counted from here.
    kit.emit(begin, key, key, atLeastMs * 1000);
    try {
      await sleep(delayMs, undefined, { signal: signalOf() });
      if (atLeastMs !== delayMs) kit.emit(worked, key, key, 0);
    } finally {
      await turn();
      kit.emit(cleanup, key, key, 0);
    }
  };

  const told = async (kind: number, code: number, key: number, running: Promise<void>): Promise<void> => {
    const aborted = await running.then(() => false, isAbort);
    kit.emit(kind, key, key, aborted ? code : 0);
  };

  const unlessAborted = async (key: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    await unit(key, LONG_MS, 0, () => signal);
  };

  return {
    cancelled: (key, delayMs, signal) =>
      told(
        ended,
        CANCELLED,
        key,
        unit(key, delayMs, 0, () => signal),
      ),
    timedOut: (key) => told(ended, TIMED_OUT, key, unit(key, LONG_MS, timeoutMs, timeout)),
    spared: (key) => told(spared, NEVER_BEGUN, key, unlessAborted(key, AbortSignal.abort())),
    async atDeadline(key) {
      const aborted = await unit(key, timeoutMs, timeoutMs, timeout).then(() => false, isAbort);
      kit.emit(raced, key, key, aborted ? 2 : 1);
      kit.emit(ended, key, key, AT_DEADLINE);
    },
  };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
