// A plan divided into shards, and the digest by which shards of the same plan know each other. Pure.
import { createHash } from 'node:crypto';
import { cellId } from '../../contract/invocation.ts';
import { FailureError, failure } from '../../contract/failure.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Checking } from '../../contract/request.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { RunResult } from '../../contract/result.ts';
import { blockIdOf } from '../../plan/make-plan.ts';
import { packShards, weighBlocks } from '../../plan/pack-shards.ts';
import type { PackedShards, WeighedBlock } from '../../plan/pack-shards.ts';
import { expectedMsOf } from '../../plan/pace.ts';
import { planDigest } from '../recover/same-plan.ts';

export interface PackRequest {
  readonly plan: Plan;
  readonly count: number;
  /** Durations of blocks in earlier runs, in milliseconds. */
  readonly stored: ReadonlyMap<string, number>;
  /** What else all shards must have alike. */
  readonly facts: PlanFacts;
}

export interface PlanFacts {
  readonly version: string;
  readonly runtimes: readonly Pick<Runtime, 'id' | 'version'>[];
  readonly reference: string;
  readonly checking: Checking | null;
  readonly timeMs: number | null;
}

export interface PackedPlan extends PackedShards {
  readonly digest: string;
  readonly blocks: readonly WeighedBlock[];
  /** Of each block the number of its invocations. */
  readonly invocations: ReadonlyMap<string, number>;
  /** How many of them have a stored duration. */
  readonly known: number;
  /** Ids of cells that cannot run, in the order of tables. */
  readonly unsupported: readonly string[];
}

/** Throws a `FailureError` EL1004 where there are more shards than blocks: one of them would measure nothing. */
export function packPlan({ plan, count, stored, facts }: PackRequest): PackedPlan {
  if (count > plan.blocks.length)
    throw new FailureError(
      failure(
        'EL1004',
        `${count} shards were asked for, and the plan has ${plan.blocks.length} blocks.`,
        'Divide it into at most as many shards as it has blocks: a block runs on one machine.',
      ),
    );
  const ran = plan.blocks.map(({ id }) => id);
  // They take no time, and one shard must tell of them.
  const idle = [...new Set(plan.unsupported.map(({ cell }) => blockIdOf(cell)))].filter(
    (id) => !ran.includes(id),
  );
  const invocations = invocationsOf(plan);
  const blocks = weighBlocks(plannedBlocks(plan, invocations), stored);
  const packed = packShards([...blocks, ...idle.map((id) => ({ id, weightMs: 0 }))], count);
  const assigned = packed.shards.map((shard) => shard.blocks);
  const hash = createHash('sha256').update(
    JSON.stringify([
      planDigest(plan),
      facts.version,
      facts.runtimes.map(({ id, version }) => [id, version]),
      facts.reference,
      facts.checking,
      facts.timeMs,
      assigned,
    ]),
  );
  return {
    ...packed,
    digest: hash.digest('hex').slice(0, 16),
    blocks,
    invocations,
    known: ran.filter((id) => stored.has(id)).length,
    unsupported: plan.unsupported.map(({ cell }) => cellId(cell)),
  };
}

function invocationsOf({ steps }: Plan): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { block } of steps) counts.set(block.id, (counts.get(block.id) ?? 0) + 1);
  return counts;
}

const plannedBlocks = ({ blocks }: Plan, invocations: ReadonlyMap<string, number>): WeighedBlock[] =>
  blocks.map((block) => ({
    id: block.id,
    weightMs: (invocations.get(block.id) ?? 0) * expectedMsOf(block),
  }));

/** The wall time of each block, from the invocations of its cells; of several runs the mean of those that have it. */
export function storedDurations(results: readonly RunResult[]): Map<string, number> {
  const found = new Map<string, number[]>();
  for (const { cells } of results) {
    const sums = new Map<string, number>();
    for (const cell of cells)
      if (cell.wallMs !== undefined && cell.wallMs > 0)
        sums.set(blockIdOf(cell), (sums.get(blockIdOf(cell)) ?? 0) + cell.wallMs);
    for (const [id, ms] of sums) found.set(id, [...(found.get(id) ?? []), ms]);
  }
  return new Map(
    [...found].map(([id, values]) => [id, values.reduce((sum, ms) => sum + ms, 0) / values.length]),
  );
}
