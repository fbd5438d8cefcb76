// The seam of the timers: `setTimeout` of the global scope and of timers/promises.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

const { setTimeout: arm, clearTimeout: cancel } = timers;

/** Arms a timer the patched way. `dead`: it was cancelled meanwhile, wherever it stands. */
type Arm = (fire: () => void, delayMs: number, dead?: () => boolean) => NodeJS.Timeout;
interface Waiting {
  readonly fire: () => void;
  readonly dead: () => boolean;
}
const ALIVE = (): boolean => false;

export function patchTimers(patch: Patch, moment: Moment): void {
  const patched = armOf(patch, moment);
  if (patched !== null) replaceArming(patched, moment);
  if (patch.act === 'at-once') deferNothing(moment);
  if (patch.act === 'ignore-cancel' || patch.act === 'cancel-neighbour')
    replaceCancelling(patch.act === 'cancel-neighbour', moment);
  syncBuiltinESMExports();
}

function armOf(patch: Patch, moment: Moment): Arm | null {
  if (patch.act === 'early' || patch.act === 'hidden-early') return early(patch.ms);
  if (patch.act === 'late' || patch.act === 'hidden-late')
    return (fire, delayMs) => arm(fire, delayMs + patch.ms);
  if (patch.act === 'jitter')
    return (fire, delayMs) => arm(fire, delayMs + Math.floor(moment.chance() * (1 + patch.ms)));
  if (patch.act === 'callback-clock') return sinceCallback(moment);
  if (patch.act === 'lose') return losing(patch.ms, moment);
  if (patch.act === 'arming-order') return inQueue((queue) => queue.shift());
  if (patch.act === 'last-first') return lastFirst();
  if (patch.act === 'duration-lists') return byDuration();
  if (patch.act === 'cached-clock') return byCachedClock();
  if (patch.act === 'regain') return regaining(patch.ms);
  if (patch.act === 'hops') return (fire, delayMs) => arm(() => void hop(patch.count).then(fire), delayMs);
  return null;
}

/** What is deferred to another turn runs before `setImmediate` returns; who awaits a turn awaits nothing. */
function deferNothing(moment: Moment): void {
  const real = timers.setImmediate;
  const awaited = promises.setImmediate;
  const atOnce = (run: (...args: unknown[]) => void, ...args: unknown[]): NodeJS.Immediate | null => {
    if (!moment.acts()) return real(run, ...args);
    run(...args);
    return null;
  };
  Object.assign(timers, { setImmediate: atOnce });
  Object.assign(globalThis, { setImmediate: atOnce });
  Object.assign(promises, {
    setImmediate: async (value?: unknown, options?: Parameters<typeof awaited>[1]) =>
      moment.acts() ? value : await awaited(value, options),
  });
}

/** Long after every process has ended. */
const NEVER_MS = 1_000_000_000;

function losing(ms: number, moment: Moment): Arm {
  let lost = 0;
  return (fire, delayMs) => {
    const meant = lost !== moment.round() && Math.abs(delayMs - ms) <= 1;
    if (meant) lost = moment.round();
    return arm(fire, meant ? NEVER_MS : delayMs);
  };
}

/** Wakes up before that and spins: timers have whole milliseconds. */
function early(ms: number): Arm {
  return (fire, delayMs) => {
    const dueMs = performance.now() + delayMs - ms;
    return arm(
      () => {
        while (performance.now() < dueMs);
        fire();
      },
      Math.max(1, Math.floor(delayMs - ms - 1)),
    );
  };
}

/** No timer of an idle loop is so late. */
const HELD_UP_MS = 2;

/** What is armed behind a timer that was held up comes so much earlier. */
function regaining(ms: number): Arm {
  let heldUp = false;
  return (fire, delayMs) => {
    const dueMs = performance.now() + delayMs - (heldUp ? ms : 0);
    heldUp = false;
    return arm(
      () => {
        heldUp = performance.now() - dueMs >= HELD_UP_MS;
        fire();
      },
      Math.max(1, Math.round(dueMs - performance.now())),
    );
  };
}

/** The delay counts from the beginning of the present callback, not from now. */
function sinceCallback(moment: Moment): Arm {
  return (fire, delayMs) =>
    arm(
      () => {
        moment.callbackBegins();
        fire();
      },
      Math.max(1, Math.ceil(moment.callbackBegan() + delayMs - performance.now())),
    );
}

/** When any timer is due, the one fires that `take` gives. */
function inQueue(take: (queue: Waiting[]) => Waiting | undefined): Arm {
  const queue: Waiting[] = [];
  return (fire, delayMs, dead = ALIVE) => {
    queue.push({ fire, dead });
    return arm(() => {
      let next = take(queue);
      while (next?.dead() === true) next = take(queue);
      next?.fire();
    }, delayMs);
  };
}

function lastFirst(): Arm {
  const byDelay = new Map<number, Arm>();
  return (fire, delayMs, dead) => {
    let same = byDelay.get(delayMs);
    if (same === undefined) byDelay.set(delayMs, (same = inQueue((queue) => queue.pop())));
    return same(fire, delayMs, dead);
  };
}

/** As Node's own, above Node's own. */
function byDuration(): Arm {
  const lists = new Map<number, (Waiting & { readonly dueMs: number })[]>();
  return (fire, delayMs, dead = ALIVE) => {
    const list = lists.get(delayMs) ?? [];
    lists.set(delayMs, list);
    list.push({ dueMs: performance.now() + delayMs, fire, dead });
    return arm(() => {
      // The one that this timer was armed for may have come with one before it.
      while ((list[0]?.dueMs ?? Number.POSITIVE_INFINITY) <= performance.now() + 1) {
        const next = list.shift();
        if (next?.dead() === false) next.fire();
      }
    }, delayMs);
  };
}

/** What a long callback arms at its end seems to have been armed at its beginning. */
function byCachedClock(): Arm {
  let readMs: number | null = null;
  return (fire, delayMs) => {
    const nowMs = performance.now();
    if (readMs === null) {
      readMs = nowMs;
      setImmediate(() => (readMs = null));
    }
    return arm(fire, Math.round(delayMs - (nowMs - readMs)));
  };
}

async function hop(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
}

function replaceArming(patched: Arm, moment: Moment): void {
  const sleep = promises.setTimeout;
  const dropped = new WeakSet<NodeJS.Timeout>();
  const armed = (callback: (...args: unknown[]) => void, delayMs = 1, ...args: unknown[]) => {
    if (!moment.acts()) return arm(callback, delayMs, ...args);
    const timer: NodeJS.Timeout = patched(
      () => callback(...args),
      delayMs,
      () => dropped.has(timer),
    );
    return timer;
  };
  // A list of several timers may come by another's: the one that was cancelled must know it.
  const disarmed = (timer: NodeJS.Timeout | undefined): void => {
    if (timer !== undefined) dropped.add(timer);
    cancel(timer);
  };
  const slept = (delayMs = 1, value?: unknown, options?: Parameters<typeof sleep>[2]) =>
    moment.acts() && options?.signal?.aborted !== true
      ? sleepOf(patched, delayMs, value, options?.signal)
      : sleep(delayMs, value, options);
  Object.assign(globalThis, { setTimeout: armed, clearTimeout: disarmed });
  Object.assign(timers, { setTimeout: armed, clearTimeout: disarmed });
  Object.assign(promises, { setTimeout: slept });
  replaceIntervals(patched, moment);
}

/** An interval is a chain of patched timers, each armed when the last one fires. */
function replaceIntervals(patched: Arm, moment: Moment): void {
  const { setInterval: repeat, clearInterval: stop } = timers;
  const every = promises.setInterval;
  const stopped = new WeakSet<NodeJS.Timeout>();
  const repeated = (callback: (...args: unknown[]) => void, delayMs = 1, ...args: unknown[]) => {
    // The handle of all of them: the first, which is never armed when the others are.
    const handle = repeat(callback, delayMs, ...args);
    if (!moment.acts()) return handle;
    stop(handle);
    const next = (): void => void patched(tick, delayMs, () => stopped.has(handle));
    const tick = (): void => {
      if (stopped.has(handle)) return;
      next();
      callback(...args);
    };
    next();
    return handle;
  };
  const silenced = (timer: NodeJS.Timeout | undefined): void => {
    if (timer !== undefined) stopped.add(timer);
    stop(timer);
  };
  // As Node's own: the interval ticks on whether anybody waits for it or not.
  const ticks = async function* (delayMs = 1): AsyncGenerator<undefined, void> {
    let unseen = 0;
    let wake = (): void => {};
    const handle = repeated(() => {
      unseen++;
      wake();
    }, delayMs);
    try {
      for (;;) {
        if (unseen === 0) await new Promise<void>((resolve) => (wake = resolve));
        for (; unseen > 0; unseen--) yield undefined;
      }
    } finally {
      silenced(handle);
    }
  };
  Object.assign(globalThis, { setInterval: repeated, clearInterval: silenced });
  Object.assign(timers, { setInterval: repeated, clearInterval: silenced });
  Object.assign(promises, {
    setInterval: (...args: Parameters<typeof every>) => (moment.acts() ? ticks(args[0]) : every(...args)),
  });
}

function sleepOf(patched: Arm, delayMs: number, value: unknown, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = patched(
      () => resolve(value),
      delayMs,
      () => signal?.aborted === true,
    );
    signal?.addEventListener('abort', () => {
      cancel(timer);
      reject(new DOMException('The operation was aborted', 'AbortError'));
    });
  });
}

/** Cancelling does nothing, or to the wrong timer: that which was armed next. */
function replaceCancelling(neighbour: boolean, moment: Moment): void {
  const sleep = promises.setTimeout;
  const order: NodeJS.Timeout[] = [];
  const armed = (callback: (...args: unknown[]) => void, delayMs = 1, ...args: unknown[]) => {
    const timer = arm(callback, delayMs, ...args);
    order.push(timer);
    return timer;
  };
  const cancelled = (timer: NodeJS.Timeout | undefined): void => {
    if (!moment.acts() || timer === undefined) return cancel(timer);
    if (neighbour) cancel(order[order.indexOf(timer) + 1] ?? order[0]);
  };
  let before: AbortSignal | undefined;
  const slept = (delayMs?: number, value?: unknown, options?: Parameters<typeof sleep>[2]) => {
    const signal = neighbour ? before : undefined;
    before = options?.signal;
    return sleep(delayMs, value, moment.acts() ? { ...options, signal } : options);
  };
  Object.assign(globalThis, { setTimeout: armed, clearTimeout: cancelled });
  Object.assign(timers, { setTimeout: armed, clearTimeout: cancelled });
  Object.assign(promises, { setTimeout: slept });
}
