// The replies a host waits for. Each is registered before its request is sent, and ends in exactly one way.
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { WitnessReply } from './wire.ts';

export interface Pending {
  wait(id: number): Promise<WitnessReply>;
  /** False: no request waits for this id. */
  resolve(id: number, reply: WitnessReply): boolean;
  reject(id: number, why: Failure): boolean;
  rejectAll(why: Failure): void;
}

interface Waiter {
  readonly resolve: (reply: WitnessReply) => void;
  readonly reject: (error: FailureError) => void;
  readonly limit: NodeJS.Timeout;
}

export function makePending(limitMs: number, onLate: () => void): Pending {
  const waiters = new Map<number, Waiter>();
  const take = (id: number): Waiter | undefined => {
    const waiter = waiters.get(id);
    clearTimeout(waiter?.limit);
    waiters.delete(id);
    return waiter;
  };
  const reject = (id: number, why: Failure): boolean => {
    const waiter = take(id);
    waiter?.reject(new FailureError(why));
    return waiter !== undefined;
  };
  return {
    wait: (id) =>
      new Promise((resolve, reject) => {
        waiters.set(id, { resolve, reject, limit: setTimeout(onLate, limitMs) });
      }),
    resolve(id, reply) {
      const waiter = take(id);
      waiter?.resolve(reply);
      return waiter !== undefined;
    },
    reject,
    rejectAll(why) {
      for (const id of waiters.keys()) reject(id, why);
    },
  };
}
