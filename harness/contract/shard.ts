// A part of a plan that one machine carries out, and what a result says of the parts that it was made of.
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const SHARD_SCHEMA = 'evenloop/shard@1';

/** What was asked for: one shard of a plan that all of them make alike. */
export interface ShardChoice {
  /** From 1. */
  readonly index: number;
  readonly count: number;
  /** Stored runs whose durations the packing goes by; empty: the expected durations. */
  readonly weights: readonly string[];
}

/** Which shard of which plan a result is. */
export const ShardView = Type.Object({
  /** Digest of the whole plan, and of which block is in which shard. */
  plan: Type.String(),
  /** From 1. */
  index: Type.Integer({ minimum: 1 }),
  count: Type.Integer({ minimum: 1 }),
});
export type ShardView = Static<typeof ShardView>;

/** Of which shards a result was merged. */
export const MergedView = Type.Object({
  plan: Type.String(),
  count: Type.Integer({ minimum: 1 }),
  /** In the order of their numbers. */
  parts: Type.Array(
    Type.Object({
      index: Type.Integer({ minimum: 1 }),
      /** Id of its run. */
      run: Type.String(),
      cpuModel: Type.String(),
      logicalCpus: Type.Integer(),
      kernel: Type.String(),
      wallMs: Type.Number(),
    }),
  ),
});
export type MergedView = Static<typeof MergedView>;
