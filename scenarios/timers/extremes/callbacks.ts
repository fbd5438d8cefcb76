// timers.extremes with callbacks: `setTimeout` for each delay, and for the end of the window, where what has not fired is cleared.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { DELAYS_MS, delayOf, PHASES, wholeUs, windowOf } from './delays.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const windowMs = windowOf(params);
  const { ask, fire, pending, refuse } = kit.kinds as Record<'ask' | 'fire' | 'pending' | 'refuse', number>;
  const armed = new Map<number, NodeJS.Timeout>();

  const arm = (id: number): void => {
    kit.emit(ask, id, id, wholeUs(id));
    try {
      armed.set(id, setTimeout(fired, delayOf(id), id));
    } catch {
      kit.emit(refuse, id, id, wholeUs(id));
    }
  };

  const fired = (id: number): void => {
    armed.delete(id);
    kit.emit(fire, id, id, wholeUs(id));
  };

  const closeWindow = (): void => {
    for (const [id, timer] of armed) {
      clearTimeout(timer);
      kit.emit(pending, id, id, wholeUs(id));
    }
    armed.clear();
  };

  const enact = (phase: number, done: () => void): void => {
    const timers = PHASES[phase];
    if (timers === undefined) return done();
    for (const id of timers) arm(id);
    setTimeout(() => {
      closeWindow();
      enact(phase + 1, done);
    }, windowMs);
  };

  return {
    round: () => new Promise((resolve) => enact(0, () => resolve(DELAYS_MS.length))),
    close() {},
  };
}
