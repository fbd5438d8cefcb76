// ordering.defer with callbacks: `setImmediate` for a turn, `queueMicrotask` for a step, `then` of a promise for a reaction.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { REACTION, TURN, makeBatch } from './batch.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const batch = makeBatch(params, kit);

  return {
    round() {
      let settle = (): void => {};
      const settled = new Promise<void>((resolve) => {
        settle = resolve;
      });
      return batch.run((key, id) => {
        if (key === TURN) setImmediate(batch.callback, key, id);
        else if (key === REACTION) void settled.then(() => batch.callback(key, id));
        else queueMicrotask(() => batch.callback(key, id));
      }, settle);
    },
    close() {},
  };
}
