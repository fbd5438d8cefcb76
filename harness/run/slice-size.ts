// How many operations make a slice: found once for each cell, in its first block, by running some.
import type { Measurement } from '../contract/scenario.ts';
import type { Parameters } from '../contract/message.ts';
import type { Turn } from './token-channel.ts';

export type Sliced = Extract<Measurement, { readonly kind: 'sliced' }>;

/** By then compilers have done most of their work; the warm-up of the block follows after it. */
const SEARCH_SLICES = 60;
/** A search that only ever meets slices that are too long or too short ends here. */
export const MOST_SEARCH_SLICES = 200;
const RECENT = 9;
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

/** Runs slices through `turn` until they last about `targetNs`, at least `SEARCH_SLICES` of them. Null when one was not answered. */
export async function searchOperations(
  targetNs: number,
  turn: (operations: number) => Promise<Turn>,
): Promise<number | null> {
  let operations = 1;
  let recent: number[] = [];
  for (let slice = 1; slice <= MOST_SEARCH_SLICES; slice++) {
    const answer = await turn(operations);
    if (answer.kind !== 'done') return null;
    recent.push(Math.max(1, answer.turnNs - TURN_COST_NS) / operations);
    if (recent.length > RECENT) recent = recent.slice(1);
    const perOperationNs = middle(recent);
    const wanted = Math.max(1, Math.round(targetNs / perOperationNs));
    const last = operations;
    // Slowly upwards: the first slices of a process say little, and a slice that is far too long costs the most.
    operations = Math.min(wanted, operations * 4, MOST_OPERATIONS);
    if (slice >= SEARCH_SLICES && operations <= last * 1.3 && operations >= last / 1.3) break;
  }
  return operations;
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}
