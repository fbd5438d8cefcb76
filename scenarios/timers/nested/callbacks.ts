// timers.nested with callbacks: each `setTimeout` callback arms the next ones; the last to fire ends the round.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const depth = Number(params['depth']);
  const branches = Number(params['branches']);
  const delayMs = Number(params['delayMs']);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  let armed = 0;
  let fired = 0;

  const armChildren = (node: number, level: number, done: () => void): void => {
    if (level === depth) return;
    for (let child = node * branches + 1; child <= (node + 1) * branches; child++) {
      armed++;
      kit.emit(arm, node, child, delayMs * 1000);
      setTimeout(onFire, delayMs, child, level, done);
    }
  };

  const onFire = (node: number, level: number, done: () => void): void => {
    fired++;
    kit.emit(fire, node, node, delayMs * 1000);
    armChildren(node, level + 1, done);
    if (fired === armed) done();
  };

  return {
    round() {
      armed = 0;
      fired = 0;
      return new Promise((resolve) => armChildren(0, 0, () => resolve(fired)));
    },
    close() {},
  };
}
