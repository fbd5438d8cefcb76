// How much of a run's time each cell took: the members of a block take turns, so each has a share of the block and not the whole.
import { groupedBy } from '../../harness/contract/grouped.ts';
import type { Cell, RunResult } from '../../harness/contract/result.ts';

/** In milliseconds. Where the times of blocks were not recorded, the cells share the time of the run. */
export function cellTimes({ cells, run, whereTimeWent }: RunResult): ReadonlyMap<Cell, number> {
  const blockOf = ({ scenario, set }: Pick<Cell, 'scenario' | 'set'>): string =>
    JSON.stringify([scenario, set]);
  const blocks = new Map((whereTimeWent?.blocks ?? []).map((block) => [blockOf(block), block.wallMs]));
  const groups = groupedBy(cells, (cell) => (whereTimeWent === undefined ? '' : blockOf(cell)));
  const times = new Map<Cell, number>();
  for (const [block, members] of groups) {
    const sum = members.reduce((total, { wallMs = 0 }) => total + wallMs, 0);
    const taken = whereTimeWent === undefined ? Math.min(sum, run.wallMs) : (blocks.get(block) ?? 0);
    for (const cell of members) times.set(cell, sum > 0 ? (taken * (cell.wallMs ?? 0)) / sum : 0);
  }
  return times;
}
