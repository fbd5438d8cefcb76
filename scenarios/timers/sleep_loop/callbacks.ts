// timers.sleep_loop with callbacks: each `setTimeout` callback arms the next.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const periodMs = Number(params['periodMs']);
  const ticks = Number(params['ticks']);
  const periodNs = periodMs * 1e6;
  const { arm, fire } = kit.kinds as { arm: number; fire: number };

  const tick = (id: number, done: () => void): void => {
    if (id === ticks) return done();
    const armedAt = kit.now();
    kit.emit(arm, 0, id, periodMs * 1000);
    setTimeout(() => {
      kit.emit(fire, 0, id, periodMs * 1000);
      kit.sample(kit.now() - armedAt - periodNs);
      tick(id + 1, done);
    }, periodMs);
  };

  return {
    round: () => new Promise((resolve) => tick(0, () => resolve(ticks))),
    close() {},
  };
}
