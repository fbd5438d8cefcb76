// Where the time of the sample run went: the sums fit each other, no block has the same share of stages as its neighbour.
import type { RunResult } from '../../harness/contract/result.ts';
import { RUN_STAGES, STAGES } from '../../harness/contract/where-time-went.ts';
import type { BlockTime, RunStage, Stage, WhereTimeWent } from '../../harness/contract/where-time-went.ts';

/** One block after the other. */
export function sampleTime({ cells }: Pick<RunResult, 'cells'>): WhereTimeWent {
  const places = [...new Set(cells.map(({ scenario, set }) => JSON.stringify([scenario, set])))];
  const blocks = places.map((place, index): BlockTime => {
    const [scenario = '', set = ''] = JSON.parse(place) as string[];
    const stagesMs = msOf(STAGES, (at) => 20 * (1 + (index % 4)) * ((at * 7 + index * 5) % 13));
    return { scenario, set, blocks: 6, cpus: 1, wallMs: sum(stagesMs), stagesMs };
  });
  const blocksMs = blocks.reduce((all, { wallMs }) => all + wallMs, 0);
  const runMs = msOf(RUN_STAGES, (at) => 30 * at);
  const cpus = blocks.length === 0 ? [] : [{ cpu: null, busyMs: blocksMs, idleMs: 0 }];
  return { wallMs: blocksMs + sum(runMs), blocksMs, runMs, cpus, blocks };
}

const msOf = <Name extends Stage | RunStage>(
  names: readonly Name[],
  of: (at: number) => number,
): Record<Name, number> =>
  Object.fromEntries(names.map((name, at) => [name, of(at)])) as Record<Name, number>;

const sum = (parts: Readonly<Record<string, number>>): number =>
  Object.values(parts).reduce((all, ms) => all + ms, 0);
