// timers.interval with callbacks: each `setTimeout` callback arms the next for what is left until the next point of the grid.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { gridOf } from './grid.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const grid = gridOf(params, kit);

  const armFor = (point: number | null, done: () => void): void => {
    if (point === null) return done();
    setTimeout(() => armFor(grid.tick(point), done), grid.armMs(point));
  };

  return {
    round: () => new Promise((resolve) => armFor(grid.begin(), () => resolve(grid.periods))),
    close() {},
  };
}
