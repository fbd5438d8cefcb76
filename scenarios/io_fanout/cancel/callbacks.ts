// io_fanout.cancel with callbacks: timers that are cleared by hand, and everything else by hand too.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { AT_DEADLINE, block, CANCELLED, keysOf, LONG_MS, NEVER_BEGUN, TIMED_OUT, WAYS } from './ways.ts';
import type { CancelKinds } from './ways.ts';

type Cancel = (code: number) => void;

export function open(params: Parameters, kit: Kit): Workload {
  const units = Number(params['units']);
  const sleepMs = Number(params['sleepMs']);
  const { cancellable, timedOut, spared, atDeadline } = unitsOf(params, kit);

  const play = (resolve: (operations: number) => void): void => {
    let cancelledNs = 0;
    let left = WAYS * units;
    let guarded = true;
    const finish = (): void => {
      if (left === 0 && !guarded) resolve(WAYS * units);
    };
    const oneLess = (): void => {
      if (--left === 0) kit.sample(kit.now() - cancelledNs);
      finish();
    };
    // Whoever sleeps on in spite of all wakes up before this is over.
    setTimeout(() => {
      guarded = false;
      finish();
    }, sleepMs + 4);
    const cancels = keysOf(0, units).map((key) => cancellable(key, sleepMs, oneLess));
    for (const key of keysOf(1, units)) timedOut(key, oneLess);
    for (const key of keysOf(2, units)) spared(key, oneLess);
    cancels.push(...keysOf(3, units).map((key) => cancellable(key, 1, oneLess)));
    for (const key of keysOf(4, units)) atDeadline(key, oneLess);
    block(kit);
    cancelledNs = kit.now();
    for (const cancel of cancels) cancel(CANCELLED);
  };

  return { round: () => new Promise(play), close() {} };
}

interface Units {
  readonly cancellable: (key: number, delayMs: number, done: () => void) => Cancel;
  readonly timedOut: (key: number, done: () => void) => void;
  readonly spared: (key: number, done: () => void) => void;
  readonly atDeadline: (key: number, done: () => void) => void;
}

/** The ways to an end. Each calls back when the end is known. */
function unitsOf(params: Parameters, kit: Kit): Units {
  const { begin, cleanup, ended, spared, worked, raced } = kit.kinds as CancelKinds;
  const timeoutMs = Number(params['timeoutMs']);

  /** Sleeps; `onEnd` gets 0 after the sleep, or what the unit was cancelled with. Tidies up first, exactly once. */
  const unit = (key: number, delayMs: number, atLeastMs: number, onEnd: (code: number) => void): Cancel => {
    kit.emit(begin, key, key, atLeastMs * 1000);
    let over = false;
    const finish = (code: number): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      setImmediate(() => {
        kit.emit(cleanup, key, key, 0);
        onEnd(code);
      });
    };
    const timer = setTimeout(() => {
      if (atLeastMs !== delayMs) kit.emit(worked, key, key, 0);
      finish(0);
    }, delayMs);
    return finish;
  };

  const telling = (kind: number, key: number, done: () => void) => (code: number) => {
    kit.emit(kind, key, key, code);
    done();
  };
  const limit = (cancel: Cancel): void => void setTimeout(() => cancel(TIMED_OUT), timeoutMs);

  return {
    cancellable: (key, delayMs, done) => unit(key, delayMs, 0, telling(ended, key, done)),
    timedOut: (key, done) => limit(unit(key, LONG_MS, timeoutMs, telling(ended, key, done))),
    spared(key, done) {
      clearImmediate(setImmediate(() => unit(key, LONG_MS, 0, done)));
      setImmediate(() => telling(spared, key, done)(NEVER_BEGUN));
    },
    atDeadline: (key, done) =>
      limit(
        unit(key, timeoutMs, timeoutMs, (code) => {
          kit.emit(raced, key, key, code === 0 ? 1 : 2);
          telling(ended, key, done)(AT_DEADLINE);
        }),
      ),
  };
}
