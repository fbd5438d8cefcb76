// timers.extremes with promises: each delay is a sleep that the end of the window aborts.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { DELAYS_MS, delayOf, PHASES, wholeUs, windowOf } from './delays.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const windowMs = windowOf(params);
  const { ask, fire, pending, refuse } = kit.kinds as Record<'ask' | 'fire' | 'pending' | 'refuse', number>;

  const timer = async (id: number, signal: AbortSignal): Promise<void> => {
    kit.emit(ask, id, id, wholeUs(id));
    try {
      await sleep(delayOf(id), undefined, { signal });
      kit.emit(fire, id, id, wholeUs(id));
    } catch {
      kit.emit(signal.aborted ? pending : refuse, id, id, wholeUs(id));
    }
  };

  return {
    async round() {
      for (const phase of PHASES) {
        const controller = new AbortController();
        const timers = phase.map((id) => timer(id, controller.signal));
        await sleep(windowMs);
        controller.abort();
        await Promise.all(timers);
      }
      return DELAYS_MS.length;
    },
    close() {},
  };
}
