// A plan that is divided into shards, for a terminal and as a document.
import { formatWait } from '../../reports/words/format.ts';
import type { Paint } from './colour.ts';
import { renderTable } from './table.ts';

export interface PlannedShards {
  readonly seed: number;
  readonly packed: {
    readonly digest: string;
    readonly imbalance: number;
    readonly shards: readonly {
      readonly index: number;
      readonly weightMs: number;
      readonly blocks: readonly string[];
    }[];
    readonly blocks: readonly unknown[];
    /** The number of blocks with a stored duration. */
    readonly known: number;
    /** Of each block the number of its invocations. */
    readonly invocations: ReadonlyMap<string, number>;
  };
}

export function shardDocument({ packed, seed }: PlannedShards): unknown {
  const { digest, imbalance, shards, known, blocks, invocations } = packed;
  return {
    plan: digest,
    seed,
    blocks: blocks.length,
    weighed: known,
    imbalance,
    shards: shards.map((shard) => ({
      index: shard.index,
      expectedMs: shard.weightMs,
      invocations: sum(shard.blocks.map((id) => invocations.get(id) ?? 0)),
      blocks: shard.blocks,
    })),
  };
}

export function shardLines({ packed, seed }: PlannedShards, width: number | null, paint: Paint): string[] {
  const { digest, imbalance, shards, known, blocks, invocations } = packed;
  const rows = shards.map((shard) => [
    `${shard.index}/${shards.length}`,
    String(shard.blocks.length),
    String(sum(shard.blocks.map((id) => invocations.get(id) ?? 0))),
    formatWait(shard.weightMs),
    shard.blocks.join(' '),
  ]);
  return [
    ...renderTable(COLUMNS, rows, width, paint),
    '',
    `${blocks.length} blocks in ${shards.length} shards, ${known} of them with a stored duration.`,
    `Imbalance ${imbalance.toFixed(3)}: the longest shard is expected to take so many times the mean of all.`,
    `Plan ${digest} of seed ${seed}: give --seed ${seed} to all shards.`,
  ];
}

const COLUMNS = [
  { title: 'shard', align: 'left', priority: 0 },
  { title: 'blocks', align: 'right', priority: 1 },
  { title: 'invocations', align: 'right', priority: 2 },
  { title: 'expected', align: 'right', priority: 0 },
  { title: 'which', align: 'left', priority: 3 },
] as const;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
