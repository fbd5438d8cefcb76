// timers.interval with promises: `for await` over the runtime's own interval, or a loop that sleeps until the next point of the grid.
import { setInterval as every, setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { gridOf } from './grid.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const grid = gridOf(params, kit);

  const tickByPeriod = async (): Promise<void> => {
    let point = grid.begin();
    grid.armMs(point);
    for await (const _ of every(grid.periodMs)) {
      const next = grid.tick(point);
      if (next === null) return;
      point = next;
      grid.armMs(point);
    }
  };

  const tickByGrid = async (): Promise<void> => {
    for (let point: number | null = grid.begin(); point !== null; ) {
      await sleep(grid.armMs(point));
      point = grid.tick(point);
    }
  };

  return {
    async round() {
      await (grid.byPeriod ? tickByPeriod() : tickByGrid());
      return grid.periods;
    },
    close() {},
  };
}
