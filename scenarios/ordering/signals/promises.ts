// ordering.signals with promises: an async iterator for each signal, which keeps what comes while nobody waits.
import { on } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { SIGNALS, openStages } from './stages.ts';

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const stages = await openStages(params, kit);
  const closed = new AbortController();

  const listen = async (signal: NodeJS.Signals, place: number): Promise<void> => {
    try {
      for await (const _ of on(process, signal, { signal: closed.signal })) stages.heard(place);
    } catch (error) {
      if (!closed.signal.aborted) throw error;
    }
  };
  const listening = SIGNALS.map(listen);

  return {
    round: () => stages.round(),
    async close() {
      closed.abort();
      await Promise.all(listening);
      stages.close();
    },
  };
}
