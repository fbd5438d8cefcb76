// dispatch.listeners with events: an `EventEmitter` and its listeners.
import { EventEmitter } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeLedger } from './ledger.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const ledger = makeLedger(params, kit);
  const emitter = new EventEmitter<{ news: [event: number] }>();
  emitter.setMaxListeners(ledger.listeners);
  for (let listener = 0; listener < ledger.listeners; listener++)
    emitter.on('news', (event) => ledger.heard(listener, event));

  return {
    round() {
      ledger.begin();
      for (let event = 0; event < ledger.events; event++) {
        emitter.emit('news', event);
        ledger.emitted(event);
      }
      return ledger.listeners * ledger.events;
    },
    close() {
      emitter.removeAllListeners();
    },
  };
}
