// dispatch.listeners with callbacks: a list of functions, called one after the other.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeLedger } from './ledger.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const ledger = makeLedger(params, kit);
  const callbacks: ((event: number) => void)[] = [];
  for (let listener = 0; listener < ledger.listeners; listener++)
    callbacks.push((event) => ledger.heard(listener, event));

  return {
    round() {
      ledger.begin();
      for (let event = 0; event < ledger.events; event++) {
        for (const callback of callbacks) callback(event);
        ledger.emitted(event);
      }
      return ledger.listeners * ledger.events;
    },
    close() {},
  };
}
