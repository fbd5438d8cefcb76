// From the stages of a run as they happened to where its wall time went: sums by block and stage, by CPU, and while no block ran.
import { RUN_STAGES, STAGES } from '../../contract/where-time-went.ts';
import type { BlockTime, CpuTime, RunStage, Stage, WhereTimeWent } from '../../contract/where-time-went.ts';
import { groupedBy } from '../../contract/grouped.ts';
import type { BlockSpan, StageLedger } from '../../run/stages.ts';

export function whereTimeWent(ledger: StageLedger): WhereTimeWent {
  const running = union(ledger.blocks);
  const cpus = cpusOf(ledger.blocks);
  const blocksMs = sum(running.map(({ beginNs, endNs }) => endNs - beginNs)) / 1e6;
  return {
    wallMs: (ledger.endNs - ledger.beginNs) / 1e6,
    blocksMs,
    runMs: outsideBlocks(ledger, running),
    cpus: cpuTimes(ledger.blocks, cpus, blocksMs),
    blocks: blockTimes(ledger.blocks, cpus.length),
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

/** Where blocks ran on several CPUs at once: each of them. A block without one had all of them. */
function cpusOf(blocks: readonly BlockSpan[]): readonly (number | null)[] {
  if (blocks.length === 0) return [];
  const cpus = new Set(blocks.flatMap(({ cpu }) => (cpu === null ? [] : [cpu])));
  return cpus.size === 0 ? [null] : [...cpus].toSorted((a, b) => a - b);
}

function cpuTimes(
  blocks: readonly BlockSpan[],
  cpus: readonly (number | null)[],
  blocksMs: number,
): CpuTime[] {
  return cpus.map((cpu) => {
    const own = blocks.filter((block) => block.cpu === cpu || block.cpu === null);
    const busyMs = sum(own.map(({ beginNs, endNs }) => endNs - beginNs)) / 1e6;
    // Where it was never idle, the two differ by rounding alone.
    return { cpu, busyMs, idleMs: Math.max(0, blocksMs - busyMs) };
  });
}

function blockTimes(blocks: readonly BlockSpan[], cpus: number): BlockTime[] {
  const rows = groupedBy(blocks, ({ scenario, set, cpu }) => JSON.stringify([scenario, set, cpu === null]));
  return [...rows.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const stagesMs = zeros(STAGES);
    for (const { stagesNs } of own) for (const stage of STAGES) stagesMs[stage] += stagesNs[stage] / 1e6;
    const { scenario, set, cpu } = first;
    const wallMs = sum(Object.values(stagesMs));
    return [{ scenario, set, blocks: own.length, cpus: cpu === null ? cpus : 1, wallMs, stagesMs }];
  });
}

const zeros = <Name extends Stage | RunStage>(names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
