// The seam of the stalls: a fault that shows under stress only has to know that there is stress.
import type { Moment } from './moment.ts';

/** The runner's stalls wait by `Atomics.waitAsync`, and nothing else does. */
export function noteStalls(moment: Moment): void {
  const waitAsync = Atomics.waitAsync.bind(Atomics);
  const patched: typeof Atomics.waitAsync = (...args) => {
    moment.stall();
    return waitAsync(...args);
  };
  Object.assign(Atomics, { waitAsync: patched });
}
