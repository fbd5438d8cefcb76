// timers.interval with promises: a loop that sleeps until the next point of the grid.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { gridOf } from './grid.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const grid = gridOf(params, kit);

  return {
    async round() {
      for (let point: number | null = grid.begin(); point !== null; ) {
        await sleep(grid.armMs(point));
        point = grid.tick(point);
      }
      return grid.periods;
    },
    close() {},
  };
}
