// How many operations make a slice: found once for each cell, in its first block, by running some.
import type { Measurement } from '../contract/scenario.ts';
import type { Parameters } from '../contract/message.ts';
import type { Turn } from './token-channel.ts';

export type Sliced = Extract<Measurement, { readonly kind: 'sliced' }>;

/** Slices of one size, of which the shortest counts: the others met the rest of the machine. */
const TRIES = 6;
/** By then compilers have done most of their work; the warm-up of the block follows after it. */
const FEWEST_STAGES = 10;
const MOST_STAGES = 34;
export const MOST_SEARCH_SLICES = TRIES * MOST_STAGES;
/** Near enough: what counts is that partners take about the same time, not how long. */
const NEAR = 1.2;
/** Slowly upwards: the first slices of a process say little, and a slice that is far too long costs the most. */
const STEEPEST = 4;
const MOST_OPERATIONS = 0xffff_ffff;

/** What a token and its answer cost beside the slice, about; it only has to be small against a slice. */
const TURN_COST_NS = 40_000;

/** Where the number is fixed by the scenario; null: it is to be searched. */
export function fixedOperations({ slice }: Sliced, params: Parameters): number | null {
  if (!('operations' in slice)) return null;
  const product = slice.operations.reduce<number>(
    (all, factor) => all * (typeof factor === 'number' ? factor : Number(params[factor])),
    1,
  );
  if (!Number.isSafeInteger(product) || product < 1 || product > MOST_OPERATIONS)
    throw new RangeError(`a slice of ${product} operations`);
  return product;
}

/** Runs slices through `turn` until they last about `targetNs`. Null when one was not answered. */
export async function searchOperations(
  targetNs: number,
  turn: (operations: number) => Promise<Turn>,
): Promise<number | null> {
  let operations = 1;
  for (let stage = 1; stage <= MOST_STAGES; stage++) {
    const sliceNs = await shortest(operations, turn);
    if (sliceNs === null) return null;
    const factor = targetNs / sliceNs;
    const wanted = operations * Math.min(STEEPEST, Math.max(1 / STEEPEST, factor));
    const next = Math.min(MOST_OPERATIONS, Math.max(1, Math.round(wanted)));
    const near = (factor <= NEAR && factor >= 1 / NEAR) || next === operations;
    if (stage >= FEWEST_STAGES && near) break;
    operations = next;
  }
  return operations;
}

async function shortest(
  operations: number,
  turn: (operations: number) => Promise<Turn>,
): Promise<number | null> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES; i++) {
    const answer = await turn(operations);
    if (answer.kind !== 'done') return null;
    least = Math.min(least, answer.turnNs);
  }
  return Math.max(1, least - TURN_COST_NS);
}
