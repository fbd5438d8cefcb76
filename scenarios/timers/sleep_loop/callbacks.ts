// timers.sleep_loop with callbacks: each `setTimeout` callback arms the next.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const periodMs = Number(params['periodMs']);
  const ticks = Number(params['ticks']);
  const periodUs = periodMs * 1000;
  const periodNs = periodMs * 1e6;
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;
  let id = 0;
  let armedAt = 0;
  let done = (): void => {};

  const next = (): void => {
    if (id === ticks) return done();
    if (kit.traced) emit(arm, 0, id, periodUs);
    setTimeout(fired, periodMs);
  };

  const fired = (): void => {
    const wokenAt = now();
    emit(fire, 0, id++, periodUs);
    sample(wokenAt - armedAt - periodNs);
    armedAt = wokenAt;
    next();
  };

  return {
    round: () =>
      new Promise((resolve) => {
        done = () => resolve(ticks);
        id = 0;
        armedAt = now();
        next();
      }),
    close() {},
  };
}
