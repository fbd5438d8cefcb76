// Web locks, which Node has from 24.5 on: the case of ordering.primitives that they allow.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Say } from '../shared/says.ts';

interface LockManager {
  request<Result>(name: string, callback: () => Promise<Result>): Promise<Result>;
}

function webLocks(): LockManager | undefined {
  const { navigator } = globalThis as { readonly navigator?: { readonly locks?: LockManager } };
  return navigator?.locks;
}

/** First come, first served; who has just released it and wants it again waits behind the others. Nothing happens where there are none. */
export async function lockOrder(say: Say): Promise<void> {
  const locks = webLocks();
  if (locks === undefined) return;
  const hold = async (name: string): Promise<void> => {
    say(`${name}+`);
    await locks.request('ordering.primitives', async () => {
      say(`${name}.`);
      await nextTurn();
    });
  };
  const waiting = ['a', 'b'].map(hold);
  await waiting[0];
  await Promise.all([...waiting, hold('c')]);
}
