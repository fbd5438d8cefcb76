// From the stages of a run as they happened to where its wall time went: sums by block and stage, by queue, and while no block ran.
import { RUN_STAGES, STAGES } from '../../contract/where-time-went.ts';
import type { BlockTime, QueueTime, RunStage, Stage, WhereTimeWent } from '../../contract/where-time-went.ts';
import type { BlockSpan, StageLedger } from '../../run/stages.ts';

export function whereTimeWent(ledger: StageLedger): WhereTimeWent {
  const running = union(ledger.blocks);
  const blocksMs = sum(running.map(({ beginNs, endNs }) => endNs - beginNs)) / 1e6;
  return {
    wallMs: (ledger.endNs - ledger.beginNs) / 1e6,
    blocksMs,
    runMs: outsideBlocks(ledger, running),
    queues: queuesOf(ledger.blocks, blocksMs),
    blocks: blockTimes(ledger.blocks),
  };
}

type Span = Pick<BlockSpan, 'beginNs' | 'endNs'>;

/** The times at which at least one of them lasts, in order and without overlap. */
function union(spans: readonly Span[]): readonly Span[] {
  const joined: { beginNs: number; endNs: number }[] = [];
  for (const { beginNs, endNs } of spans.toSorted((a, b) => a.beginNs - b.beginNs)) {
    const last = joined.at(-1);
    if (last !== undefined && beginNs <= last.endNs) last.endNs = Math.max(last.endNs, endNs);
    else joined.push({ beginNs, endNs });
  }
  return joined;
}

/** The stages of the orchestrator, less the time in which a block ran. Both lists are in order: one pass. */
function outsideBlocks({ entered, endNs }: StageLedger, running: readonly Span[]): Record<RunStage, number> {
  const ms = zeros(RUN_STAGES);
  let first = 0;
  for (const [i, { stage, atNs }] of entered.entries()) {
    const untilNs = entered[i + 1]?.atNs ?? endNs;
    let insideNs = 0;
    while ((running[first]?.endNs ?? Infinity) <= atNs) first++;
    for (let at = first; (running[at]?.beginNs ?? Infinity) < untilNs; at++) {
      const { beginNs, endNs } = running[at] ?? { beginNs: 0, endNs: 0 };
      insideNs += Math.min(endNs, untilNs) - Math.max(beginNs, atNs);
    }
    ms[stage] += (untilNs - atNs - insideNs) / 1e6;
  }
  return ms;
}

function queuesOf(blocks: readonly BlockSpan[], blocksMs: number): QueueTime[] {
  const queues = [...new Set(blocks.map(({ queue }) => queue))].toSorted((a, b) => a - b);
  return queues.map((queue) => {
    const own = blocks.filter((block) => block.queue === queue);
    const busyMs = sum(own.map(({ beginNs, endNs }) => endNs - beginNs)) / 1e6;
    const cpus = new Set(own.flatMap(({ cpu }) => (cpu === null ? [] : [cpu])));
    // The two differ by rounding alone where there is one queue.
    return { cpus: [...cpus].toSorted((a, b) => a - b), busyMs, idleMs: Math.max(0, blocksMs - busyMs) };
  });
}

function blockTimes(blocks: readonly BlockSpan[]): BlockTime[] {
  const rows = new Map<string, BlockTime>();
  for (const { scenario, set, stagesNs } of blocks) {
    const key = JSON.stringify([scenario, set]);
    const row = rows.get(key) ?? { scenario, set, blocks: 0, wallMs: 0, stagesMs: zeros(STAGES) };
    row.blocks++;
    for (const stage of STAGES) {
      row.stagesMs[stage] += stagesNs[stage] / 1e6;
      row.wallMs += stagesNs[stage] / 1e6;
    }
    rows.set(key, row);
  }
  return [...rows.values()];
}

const zeros = <Name extends Stage | RunStage>(names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
