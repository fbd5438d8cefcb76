// What a shard hands over to be merged: its result, its place in the whole plan, and what only its own machine knows.
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { DisturbanceKind } from './disturbance.ts';
import { RunResult } from './result.ts';
import { SHARD_SCHEMA, ShardView } from './shard.ts';

/** The first line of the file: with it a file that was cut can be told by its name. */
export const ShardHead = Type.Object({
  schema: Type.Literal(SHARD_SCHEMA),
  shard: ShardView,
  /** Of the second line, with its line break. */
  bytes: Type.Integer({ minimum: 2 }),
  sha256: Type.String(),
});
export type ShardHead = Static<typeof ShardHead>;

const FailureOfRun = Type.Object({
  code: Type.String(),
  cause: Type.String(),
  next: Type.String(),
  evidence: Type.Array(Type.String()),
});

/** The second line. */
export const ShardDocument = Type.Object({
  shard: ShardView,
  /** Ids of all blocks of the plan, in its order: that is the order of every table. */
  blocks: Type.Array(Type.String()),
  /** Ids of all cells of the plan that cannot run, in its order. */
  unsupported: Type.Array(Type.String()),
  comparing: Type.Union([Type.Literal('nothing'), Type.Literal('subjects')]),
  /** Rows have verdicts also where they were disturbed. */
  trusting: Type.Boolean(),
  /** Ids of the runtimes that are declared to be the limit, the first that takes part is it. */
  limits: Type.Array(Type.String()),
  /** Trouble outside any cell. */
  failures: Type.Array(FailureOfRun),
  /** Of each cell that was disturbed: its number of invocations, and by what which repetitions were. */
  touched: Type.Array(
    Type.Object({
      cell: Type.String(),
      count: Type.Integer({ minimum: 0 }),
      repetitions: Type.Array(
        Type.Object({ repetition: Type.Integer(), kinds: Type.Array(DisturbanceKind) }),
      ),
    }),
  ),
  /** The files of samples in its run folder. */
  samples: Type.Array(
    Type.Object({
      path: Type.String(),
      bytes: Type.Integer({ minimum: 0 }),
      crc32: Type.Integer({ minimum: 0 }),
    }),
  ),
  result: RunResult,
});
export type ShardDocument = Static<typeof ShardDocument>;
export type SampleFile = ShardDocument['samples'][number];
