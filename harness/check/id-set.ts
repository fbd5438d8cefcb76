// A set of pairs of 32-bit integers: a hash table of 32-bit words, so that dense ids cost a bit and scattered ones sixteen bytes.
import { mix32 } from '../contract/digest.ts';

/** 2^23 slots are 128 MiB: six million scattered entries, or two hundred million dense ones. */
const MAX_SLOTS = 2 ** 23;
const FIRST_SLOTS = 1024;

/**
 * Four words a slot, so that a look-up touches one cache line: the first number; the second without its last five bits;
 * one bit for each of its 32 neighbours, 0 in a free slot; nothing.
 */
const WIDTH = 4;
const WORD = 1;
const BITS = 2;

export class IdSet {
  #table = new Uint32Array(WIDTH * FIRST_SLOTS);
  #used = 0;
  #full = false;

  /** True once an entry could not be kept: from then on `has` may deny what was added. */
  get full(): boolean {
    return this.#full;
  }

  add(high: number, low: number): void {
    const word = low >>> 5;
    const found = slotOf(this.#table, high, word);
    const slot = this.#table[found + BITS] === 0 ? this.#claim(found, high, word) : found;
    if (slot >= 0) this.#table[slot + BITS] = (this.#table[slot + BITS] as number) | (1 << (low & 31));
  }

  has(high: number, low: number): boolean {
    const slot = slotOf(this.#table, high, low >>> 5);
    return (((this.#table[slot + BITS] as number) >>> (low & 31)) & 1) === 1;
  }

  /** Takes a free slot, in a wider table when two thirds are used; -1 when there is no wider one. */
  #claim(free: number, high: number, word: number): number {
    let slot = free;
    if (3 * WIDTH * this.#used >= 2 * this.#table.length) {
      if (this.#table.length === WIDTH * MAX_SLOTS) {
        this.#full = true;
        return -1;
      }
      this.#table = widened(this.#table);
      slot = slotOf(this.#table, high, word);
    }
    this.#table[slot] = high;
    this.#table[slot + WORD] = word;
    this.#used++;
    return slot;
  }
}

/** Where this word is, or the free slot where it would be. */
function slotOf(table: Uint32Array, high: number, word: number): number {
  const last = table.length - WIDTH;
  // Shifted by two: times WIDTH, and still a 32-bit integer.
  let slot = (mix32(Math.imul(high, 0x9e3779b9) ^ word) << 2) & last;
  while (table[slot + BITS] !== 0 && (table[slot + WORD] !== word || table[slot] !== high))
    slot = (slot + WIDTH) & last;
  return slot;
}

function widened(table: Uint32Array): Uint32Array<ArrayBuffer> {
  const wide = new Uint32Array(2 * table.length);
  for (let from = 0; from < table.length; from += WIDTH) {
    if (table[from + BITS] === 0) continue;
    const to = slotOf(wide, table[from] as number, table[from + WORD] as number);
    for (let i = 0; i < WIDTH; i++) wide[to + i] = table[from + i] as number;
  }
  return wide;
}
