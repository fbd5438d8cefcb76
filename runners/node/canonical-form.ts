// The canonical form of a round: counts by kind and digests by key, computed from the recorded columns after the window.
import { chain, freeHigh, freeLow } from '../../harness/contract/digest.ts';
import type { AlphabetEntry, KeyDigest } from '../../harness/contract/message.ts';
import type { EventColumns } from '../../harness/contract/trace.ts';
import { WorkloadFailure } from './workload-failure.ts';

/** The most keys that one `rounded` reply may carry. */
export const MAX_KEYS = 8192;

export interface RecordedForm {
  readonly counts: Readonly<Record<string, number>>;
  readonly digests: KeyDigest[];
}

/** The canonical form of the first `rows` events. Each kind of the alphabet has its count, even of none. */
export function canonicalForm(
  columns: EventColumns,
  rows: number,
  alphabet: readonly AlphabetEntry[],
): RecordedForm {
  const orders = ordersByCode(alphabet);
  const counts = new Float64Array(orders.length);
  const tallies = new Map<number, Tally>();
  let tally: Tally | undefined;
  for (let i = 0; i < rows; i++) {
    const kind = at(columns.kind, i);
    const order = at(orders, kind);
    if (order === UNKNOWN) throw new WorkloadFailure('bad-event', `event ${i} has the unknown kind ${kind}`);
    counts[kind] = at(counts, kind) + 1;
    if (order === RAW) continue;
    const key = at(columns.key, i);
    if (tally?.key !== key) tally = tallyOf(tallies, key);
    if (order === SEQUENCE) addInOrder(tally, kind, at(columns.id, i), at(columns.digest, i));
    else addFree(tally, kind, at(columns.id, i), at(columns.digest, i));
  }
  return {
    counts: Object.fromEntries(alphabet.map(({ name, code }) => [name, at(counts, code)])),
    digests: [...tallies.values()].map(digestOf),
  };
}

const UNKNOWN = 0;
const SEQUENCE = 1;
const FREE = 2;
const RAW = 3;

function ordersByCode(alphabet: readonly AlphabetEntry[]): Uint8Array {
  const orders = new Uint8Array(1 + Math.max(0, ...alphabet.map(({ code }) => code)));
  for (const { code, order } of alphabet)
    orders[code] = order === 'sequence' ? SEQUENCE : order === 'free' ? FREE : RAW;
  return orders;
}

interface Tally {
  readonly key: number;
  sequenceCount: number;
  crc: number;
  freeCount: number;
  low: number;
  high: number;
}

function tallyOf(tallies: Map<number, Tally>, key: number): Tally {
  const known = tallies.get(key);
  if (known !== undefined) return known;
  if (tallies.size === MAX_KEYS)
    throw new WorkloadFailure('too-many-keys', `more than ${MAX_KEYS} keys in one round`);
  const tally: Tally = { key, sequenceCount: 0, crc: 0, freeCount: 0, low: 0, high: 0 };
  tallies.set(key, tally);
  return tally;
}

function addInOrder(tally: Tally, kind: number, id: number, digest: number): void {
  tally.sequenceCount++;
  tally.crc = chain(tally.crc, kind, id, digest);
}

function addFree(tally: Tally, kind: number, id: number, digest: number): void {
  tally.freeCount++;
  tally.low = (tally.low + freeLow(kind, id, digest)) >>> 0;
  tally.high = (tally.high + freeHigh(kind, id, digest)) >>> 0;
}

function digestOf({ key, sequenceCount, crc, freeCount, low, high }: Tally): KeyDigest {
  return {
    key,
    ...(sequenceCount > 0 && { sequence: { count: sequenceCount, crc } }),
    ...(freeCount > 0 && { free: { count: freeCount, low, high } }),
  };
}

/** Beyond the end stands nothing, as with a kind that the alphabet does not have. */
function at(column: Uint8Array | Uint16Array | Uint32Array | Float64Array, index: number): number {
  return column[index] ?? 0;
}
