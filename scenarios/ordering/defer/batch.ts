// What all styles of ordering.defer share: which callback is which, what it records, and when all have run.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

/** Keys of the classes. */
export const TURN = 0;
export const STEP = 1;
export const REACTION = 2;
const CLASSES = 3;

/** Puts a callback off, by its class. */
export type Defer = (key: number, id: number) => void;

export interface Batch {
  /** Defers the first level of all classes, in turns, then calls `settle`; answers when all callbacks have run. */
  run(defer: Defer, settle: () => void): Promise<number>;
  /** What each callback does. */
  readonly callback: (key: number, id: number) => void;
}

export function makeBatch(params: Parameters, kit: Kit): Batch {
  const count = Number(params['count']);
  const all = count * Number(params['levels']);
  const seed = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16);
  const { defer, armed, enter, inner, leave } = kit.kinds as Record<
    'defer' | 'armed' | 'enter' | 'inner' | 'leave',
    number
  >;
  const valueOf = (key: number, id: number): number =>
    Math.imul(seed ^ (key * 0x10000 + id), 0x9e3779b1) >>> 0;
  let putOff: Defer = () => {};
  let left = 0;
  let done = (): void => {};

  const deferred = (key: number, id: number): void => {
    kit.emit(defer, key, id, valueOf(key, id));
    putOff(key, id);
  };

  return {
    run(deferCallback, settle) {
      putOff = deferCallback;
      left = CLASSES * all;
      const finished = new Promise<number>((resolve) => {
        done = () => resolve(CLASSES * all);
      });
      for (let id = 0; id < count; id++) for (let key = 0; key < CLASSES; key++) deferred(key, id);
      settle();
      for (let key = 0; key < CLASSES; key++) kit.emit(armed, key, count, 0);
      return finished;
    },
    callback(key, id) {
      kit.emit(id < count ? enter : inner, key, id, valueOf(key, id));
      if (id + count < all) deferred(key, id + count);
      if (kit.traced) kit.emit(leave, key, id, valueOf(key, id));
      if (--left === 0) done();
    },
  };
}
