// dispatch.listeners with promises: listeners are async functions, each awaited before the next is called.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeLedger } from './ledger.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const ledger = makeLedger(params, kit);
  const listeners: ((event: number) => Promise<void>)[] = [];
  for (let listener = 0; listener < ledger.listeners; listener++)
    listeners.push(async (event) => ledger.heard(listener, event));

  const emit = async (event: number): Promise<void> => {
    for (const listener of listeners) await listener(event);
  };

  return {
    async round() {
      ledger.begin();
      for (let event = 0; event < ledger.events; event++) {
        await emit(event);
        ledger.emitted(event);
      }
      return ledger.listeners * ledger.events;
    },
    close() {},
  };
}
