// timers.interval with callbacks: `setInterval`, or `setTimeout` callbacks that each arm the next for what is left until its point of the grid.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { gridOf } from './grid.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const grid = gridOf(params, kit);

  const armFor = (point: number | null, done: () => void): void => {
    if (point === null) return done();
    setTimeout(() => armFor(grid.tick(point), done), grid.armMs(point));
  };

  const tickByPeriod = (done: () => void): void => {
    let point = grid.begin();
    grid.armMs(point);
    const interval = setInterval(() => {
      const next = grid.tick(point);
      if (next === null) {
        clearInterval(interval);
        return done();
      }
      point = next;
      grid.armMs(point);
    }, grid.periodMs);
  };

  return {
    round: () =>
      new Promise((resolve) => {
        const done = (): void => resolve(grid.periods);
        if (grid.byPeriod) tickByPeriod(done);
        else armFor(grid.begin(), done);
      }),
    close() {},
  };
}
