// Which block goes to which shard: the longest first, each to the shard that has least so far. Pure.

export interface WeighedBlock {
  readonly id: string;
  /** Expected duration of all its invocations, in milliseconds. */
  readonly weightMs: number;
}

export interface PackedShard {
  /** From 1. */
  readonly index: number;
  /** Ids, in the order of the plan. */
  readonly blocks: readonly string[];
  readonly weightMs: number;
}

export interface PackedShards {
  readonly shards: readonly PackedShard[];
  /** Duration of the longest shard over the mean of all; 1: all are equally long. */
  readonly imbalance: number;
}

/** The same for the same blocks, whatever their order. A block is atomic: its subjects are compared on one machine. */
export function packShards(blocks: readonly WeighedBlock[], count: number): PackedShards {
  const bins = Array.from({ length: count }, () => ({ weightMs: 0, blocks: new Set<string>() }));
  for (const { id, weightMs } of blocks.toSorted((a, b) => b.weightMs - a.weightMs || byId(a, b))) {
    const bin = lightest(bins);
    bin.blocks.add(id);
    bin.weightMs += weightMs;
  }
  const shards = bins.map((bin, i) => ({
    index: i + 1,
    blocks: blocks.filter(({ id }) => bin.blocks.has(id)).map(({ id }) => id),
    weightMs: bin.weightMs,
  }));
  return { shards, imbalance: imbalanceOf(shards.map(({ weightMs }) => weightMs)) };
}

/** Of loads of which at least one is positive; otherwise 1. */
export function imbalanceOf(loads: readonly number[]): number {
  const sum = loads.reduce((all, load) => all + load, 0);
  return sum === 0 ? 1 : (Math.max(...loads) * loads.length) / sum;
}

const byId = (a: WeighedBlock, b: WeighedBlock): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The first of those that have least: of no time, that with the fewest blocks. */
function lightest<Bin extends { readonly weightMs: number; readonly blocks: ReadonlySet<string> }>(
  bins: readonly Bin[],
): Bin {
  const [first, ...others] = bins;
  if (first === undefined) throw new Error('blocks are packed into no shard');
  return others.reduce(
    (least, bin) =>
      bin.weightMs < least.weightMs ||
      (bin.weightMs === least.weightMs && bin.blocks.size < least.blocks.size)
        ? bin
        : least,
    first,
  );
}

/**
 * Stored durations where a block has one. The others are expected to differ from their planned duration as the median block with a stored
 * one does: a machine that is slower than the estimate is so for all blocks.
 */
export function weighBlocks(
  planned: readonly WeighedBlock[],
  stored: ReadonlyMap<string, number>,
): WeighedBlock[] {
  const factors = planned
    .flatMap(({ id, weightMs }) => {
      const ms = stored.get(id);
      return ms === undefined || weightMs === 0 ? [] : [ms / weightMs];
    })
    .toSorted((a, b) => a - b);
  const factor = factors[Math.floor((factors.length - 1) / 2)] ?? 1;
  return planned.map(({ id, weightMs }) => ({ id, weightMs: stored.get(id) ?? weightMs * factor }));
}
