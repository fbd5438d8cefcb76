// timers.sleep_loop, blocking: the thread sleeps in `Atomics.wait`, and nothing else can happen meanwhile.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const periodMs = Number(params['periodMs']);
  const ticks = Number(params['ticks']);
  const periodNs = periodMs * 1e6;
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const neverNotified = new Int32Array(new SharedArrayBuffer(4));

  return {
    round() {
      for (let id = 0; id < ticks; id++) {
        const armedAt = kit.now();
        kit.emit(arm, 0, id, periodMs * 1000);
        Atomics.wait(neverNotified, 0, 0, periodMs);
        kit.emit(fire, 0, id, periodMs * 1000);
        kit.sample(kit.now() - armedAt - periodNs);
      }
      return ticks;
    },
    close() {},
  };
}
