// The seam of the combinators: `Promise.allSettled`, and the sleeps of those that it waits for.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

type AllSettled = (values: Iterable<unknown>) => Promise<PromiseSettledResult<unknown>[]>;

export function patchCombinators(patch: Patch, moment: Moment): void {
  const allSettled: AllSettled = Promise.allSettled.bind(Promise);
  const patched = allSettledOf(patch, allSettled);
  if (patched === null) return;
  Object.assign(Promise, {
    allSettled: (values: Iterable<unknown>) => (moment.acts() ? patched(values) : allSettled(values)),
  });
}

/** Null for patches of other seams. */
function allSettledOf(patch: Patch, allSettled: AllSettled): AllSettled | null {
  if (patch.act === 'completion-order') return byCompletion;
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
