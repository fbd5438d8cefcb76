// What `--shard`, `--weights` and `--seed` ask for together: a part of a plan, by its number or as the engine says that started this process. Pure.
import { FailureError, failure } from '../../contract/failure.ts';
import type { RunOptions } from '../../contract/request.ts';
import { engineShard, parseShard } from './engine-shard.ts';
import type { EngineVariables } from './engine-shard.ts';

export interface ShardWords {
  /** `i/n` or `auto`; null: the whole plan. */
  readonly shard: string | null;
  readonly weights: readonly string[];
  readonly seed: number | null;
}

/** Empty where the whole plan is asked for. All shards need one seed: the given one, or that of the engine's run. */
export function readShardRequest(
  { shard: text, weights, seed: given }: ShardWords,
  env: EngineVariables,
): Pick<RunOptions, 'shard'> & { readonly seed: number | null } {
  if (text === null) {
    if (weights.length > 0)
      throw bad('--weights was given without --shard.', 'Give both, or `evenloop plan --weights`.');
    return { seed: given };
  }
  const shard = text === 'auto' ? engineShard(env) : { ...named(text), seed: null };
  const seed = given ?? shard.seed;
  if (seed === null)
    throw bad(
      'Shards of one plan need the same seed, and --seed was not given.',
      'Give all shards the same --seed.',
    );
  return { seed, shard: { index: shard.index, count: shard.count, weights } };
}

function named(text: string): { readonly index: number; readonly count: number } {
  const parsed = parseShard(text);
  if (parsed !== null) return parsed;
  throw bad(`--shard is ${JSON.stringify(text)}.`, 'Give --shard i/n with i from 1 to n, or auto.');
}

const bad = (cause: string, next: string): FailureError => new FailureError(failure('EL1004', cause, next));
