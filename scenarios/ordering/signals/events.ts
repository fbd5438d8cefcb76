// ordering.signals with events: a listener of the process for each signal.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { SIGNALS, openStages } from './stages.ts';

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const stages = await openStages(params, kit);
  const listeners = SIGNALS.map((signal, place) => ({ signal, heard: () => stages.heard(place) }));
  for (const { signal, heard } of listeners) process.on(signal, heard);

  return {
    round: () => stages.round(),
    close() {
      for (const { signal, heard } of listeners) process.off(signal, heard);
      stages.close();
    },
  };
}
