// The seam of the combinators: `Promise.allSettled`, and the sleeps of those that it waits for.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { shuffled } from '../../../harness/contract/payload.ts';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

type AllSettled = (values: Iterable<unknown>) => Promise<PromiseSettledResult<unknown>[]>;

export function patchCombinators(patch: Patch, moment: Moment): void {
  if (patch.act === 'cancel-order') cancelInAnyOrder(moment);
  if (patch.act === 'patient-all') waitForAll(moment);
  const allSettled: AllSettled = Promise.allSettled.bind(Promise);
  const patched = allSettledOf(patch, allSettled);
  if (patched === null) return;
  Object.assign(Promise, {
    allSettled: (values: Iterable<unknown>) => (moment.acts() ? patched(values) : allSettled(values)),
  });
}

/** `Promise.all` tells of the first failure when all have ended. */
function waitForAll(moment: Moment): void {
  const all: (values: readonly unknown[]) => Promise<unknown[]> = Promise.all.bind(Promise);
  Object.assign(Promise, {
    all: async (values: Iterable<unknown>) => {
      const units = [...values];
      if (moment.acts()) await Promise.allSettled(units);
      return await all(units);
    },
  });
}

/** Null for patches of other seams. */
function allSettledOf(patch: Patch, allSettled: AllSettled): AllSettled | null {
  if (patch.act === 'completion-order') return byCompletion;
  if (patch.act === 'leave-early') return leavingEarly(allSettled);
  if (patch.act === 'cancel-siblings') return cancelling(allSettled);
  return null;
}

async function byCompletion(values: Iterable<unknown>): Promise<PromiseSettledResult<unknown>[]> {
  const results: PromiseSettledResult<unknown>[] = [];
  await Promise.all(
    [...values].map(async (value) => {
      try {
        results.push({ status: 'fulfilled', value: await value });
      } catch (reason) {
        results.push({ status: 'rejected', reason });
      }
    }),
  );
  return results;
}

/** Who has not ended by then counts as one that gave 0. */
function leavingEarly(allSettled: AllSettled): AllSettled {
  return async (values) => {
    const all = [...values];
    const results: PromiseSettledResult<unknown>[] = all.map(() => ({ status: 'fulfilled', value: 0 }));
    const settled = all.map(async (value, place) => {
      const [result] = await allSettled([value]);
      if (result !== undefined) results[place] = result;
    });
    await settled.at(-1);
    return results;
  };
}

/** Sleeps that heed one signal are told of it one by one, in an order that is drawn. */
function cancelInAnyOrder(moment: Moment): void {
  const sleep = timers.setTimeout;
  const groups = new WeakMap<AbortSignal, AbortController[]>();
  const groupOf = (signal: AbortSignal): AbortController[] => {
    const known = groups.get(signal);
    if (known !== undefined) return known;
    const members: AbortController[] = [];
    groups.set(signal, members);
    signal.addEventListener('abort', () => {
      const draw = (): number => Math.floor(moment.chance() * 2 ** 32);
      for (const member of shuffled(members, draw)) member.abort(signal.reason);
    });
    return members;
  };
  Object.assign(timers, {
    setTimeout: (delayMs?: number, value?: unknown, options: Parameters<typeof sleep>[2] = {}) => {
      const { signal } = options;
      if (!moment.acts() || signal === undefined || signal.aborted) return sleep(delayMs, value, options);
      const own = new AbortController();
      groupOf(signal).push(own);
      return sleep(delayMs, value, { ...options, signal: own.signal });
    },
  });
  syncBuiltinESMExports();
}

/** With the first failure all sleeps that are under way are aborted, as in a group that is cancelled as a whole. */
function cancelling(allSettled: AllSettled): AllSettled {
  const sleep = timers.setTimeout;
  const sleeping = new Set<AbortController>();
  Object.assign(timers, {
    setTimeout: async (delayMs?: number, value?: unknown) => {
      const own = new AbortController();
      sleeping.add(own);
      try {
        return await sleep(delayMs, value, { signal: own.signal });
      } finally {
        sleeping.delete(own);
      }
    },
  });
  syncBuiltinESMExports();
  return (values) =>
    allSettled(
      [...values].map((value) =>
        Promise.resolve(value).catch((reason: unknown) => {
          for (const other of sleeping) other.abort();
          throw reason;
        }),
      ),
    );
}
