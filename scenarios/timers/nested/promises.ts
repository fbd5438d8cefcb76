// timers.nested with promises: an async function that sleeps and then awaits its children.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const depth = Number(params['depth']);
  const branches = Number(params['branches']);
  const delayMs = Number(params['delayMs']);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };

  const timer = async (parent: number, node: number, level: number): Promise<number> => {
    kit.emit(arm, parent, node, delayMs * 1000);
    await sleep(delayMs);
    kit.emit(fire, node, node, delayMs * 1000);
    return 1 + (await children(node, level + 1));
  };

  const children = async (node: number, level: number): Promise<number> => {
    if (level === depth) return 0;
    const counts = Array.from({ length: branches }, (_, i) => timer(node, node * branches + 1 + i, level));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };

  return { round: () => children(0, 0), close() {} };
}
