// The canonical form of a trace: for each key how many events and their digests. Streaming, in memory bounded by the keys.
import { freeHigh, freeLow } from '../contract/digest.ts';
import type { KeyDigest } from '../contract/message.ts';
import type { EventColumns } from '../contract/trace.ts';
import type { Alphabet } from './alphabet.ts';
import { ORDER } from './alphabet.ts';
import { START, advance, digestOf } from './ordered-digest.ts';
import { stretchOf } from './sequence-kernel.ts';

/** As many keys as the protocol lets a runner report; further ones are counted, not followed. */
export const MAX_KEYS = 8192;

export interface KeyForm {
  readonly sequenceCount: number;
  readonly sequenceCrc: number;
  readonly freeCount: number;
  readonly freeLow: number;
  readonly freeHigh: number;
}

export interface CanonicalForm {
  /** All events, raw ones too. */
  readonly events: number;
  /** Events by kind, raw ones too; kinds without events are absent. */
  readonly counts: ReadonlyMap<string, number>;
  /** Events whose code the scenario does not have. */
  readonly unknownEvents: number;
  /** Only keys with events that are not raw. */
  readonly keys: ReadonlyMap<number, KeyForm>;
  /** Events of keys beyond `MAX_KEYS`. */
  readonly overflowEvents: number;
}

/** One place a key: its counts and digests. */
interface Slots {
  readonly sequenceCount: Uint32Array;
  readonly sequenceState: Uint32Array;
  readonly freeCount: Uint32Array;
  readonly freeLow: Uint32Array;
  readonly freeHigh: Uint32Array;
}

const FIRST_SLOTS = 64;
/** As numbers of this module, which the loop compares with faster than with members of an object. */
const SEQUENCE: number = ORDER.sequence;
const FREE: number = ORDER.free;

/**
 * Takes a trace chunk by chunk. A key below `MAX_KEYS` is its own place; others get theirs through a map. The loop allocates
 * nothing and stays in 32-bit integers. Where the order of all kinds counts and the chunks are large, the kernel takes a third of its time.
 */
export class Canonical {
  readonly #alphabet: Alphabet;
  readonly #counts: Float64Array;
  /** The codes of all kinds, where the order of all of them counts; else none. */
  readonly #sequenceCodes: readonly number[];
  readonly #sparsePlaces = new Map<number, number>();
  #dense = makeSlots(FIRST_SLOTS);
  #sparse = makeSlots(FIRST_SLOTS);
  #keys = 0;
  #overflowEvents = 0;

  constructor(alphabet: Alphabet) {
    this.#alphabet = alphabet;
    this.#counts = new Float64Array(alphabet.order.length);
    const { kinds } = alphabet;
    this.#sequenceCodes = kinds.every(
      ({ code }) => alphabet.order[alphabet.indexOfCode[code] ?? 0] === SEQUENCE,
    )
      ? kinds.map(({ code }) => code)
      : [];
  }

  push(columns: EventColumns): void {
    const rows = columns.key.length;
    let row = 0;
    for (let done = 1; done > 0; row += done) done = this.#followMany(columns, row);
    this.#followEach(columns, row, rows);
  }

  finish(): CanonicalForm {
    return {
      events: this.#counts.reduce((sum, count) => sum + count, 0),
      counts: namedCounts(this.#alphabet, this.#counts),
      unknownEvents: this.#counts[0] ?? 0,
      keys: new Map([...denseForms(this.#dense), ...sparseForms(this.#sparse, this.#sparsePlaces)]),
      overflowEvents: this.#overflowEvents,
    };
  }

  /** Answers how many rows have been followed: 0 where too few are left for the kernel, or the order of all kinds does not count. */
  #followMany(columns: EventColumns, from: number): number {
    const codes = this.#sequenceCodes;
    const stretch = codes.length === 0 ? null : stretchOf(columns, from, codes);
    if (stretch === null) return 0;
    const { rows, keyBits, counts, follow } = stretch;
    const known = counts.reduce((sum, count) => sum + count, 0) === rows;
    // What else there is among them is a matter for the other way.
    if (!known || keyBits >= MAX_KEYS || !this.#hasRoom(keyBits))
      this.#followEach(columns, from, from + rows);
    else {
      this.#densePlace(keyBits);
      follow(this.#dense);
      for (const [position, code] of codes.entries()) this.#count(code, counts[position] ?? 0);
      this.#keys = this.#sparsePlaces.size + placesTaken(this.#dense);
    }
    return rows;
  }

  #count(code: number, count: number): void {
    const index = this.#alphabet.indexOfCode[code] ?? 0;
    this.#counts[index] = (this.#counts[index] ?? 0) + count;
  }

  /** Whether all keys up to this one could be admitted, so that the kernel need not ask. */
  #hasRoom(key: number): boolean {
    const places = Math.max(this.#dense.sequenceCount.length, placesFor(key));
    return places + this.#sparsePlaces.size <= MAX_KEYS;
  }

  #followEach(columns: EventColumns, from: number, end: number): number {
    for (let row = from; row < end; row++) {
      row = follow(columns, row, end, this.#alphabet, this.#counts, this.#dense);
      if (row < end) this.#place(columns, row);
    }
    return end;
  }

  /** An event that `follow` counted and found no place for. */
  #place({ kind, key, id, digest }: EventColumns, row: number): void {
    const code = kind[row] ?? 0;
    const eventKey = key[row] ?? 0;
    const place = eventKey < MAX_KEYS ? this.#densePlace(eventKey) : this.#sparsePlace(eventKey);
    const slots = eventKey < MAX_KEYS ? this.#dense : this.#sparse;
    const order = this.#alphabet.order[this.#alphabet.indexOfCode[code] ?? 0];
    if (place < 0 || !this.#admits(slots, place)) this.#overflowEvents++;
    else if (order === FREE) addFree(slots, place, code, id[row] ?? 0, digest[row] ?? 0);
    else {
      slots.sequenceCount[place] = (slots.sequenceCount[place] ?? 0) + 1;
      slots.sequenceState[place] = advance(
        slots.sequenceState[place] ?? 0,
        code,
        id[row] ?? 0,
        digest[row] ?? 0,
      );
    }
  }

  /** A new key takes one of `MAX_KEYS` places; false when none is left. */
  #admits({ sequenceCount, freeCount }: Slots, place: number): boolean {
    if ((sequenceCount[place] as number) > 0 || (freeCount[place] as number) > 0) return true;
    if (this.#keys === MAX_KEYS) return false;
    this.#keys++;
    return true;
  }

  #densePlace(key: number): number {
    while (key >= this.#dense.sequenceState.length) this.#dense = grown(this.#dense);
    return key;
  }

  /** -1 when there is no room for another key. */
  #sparsePlace(key: number): number {
    const known = this.#sparsePlaces.get(key);
    if (known !== undefined) return known;
    const place = this.#sparsePlaces.size;
    if (this.#keys === MAX_KEYS) return -1;
    if (place === this.#sparse.sequenceState.length) this.#sparse = grown(this.#sparse);
    this.#sparsePlaces.set(key, place);
    return place;
  }
}

/**
 * Takes events from `from` on until one comes that needs a place it does not have; returns its row. A function of its own, with
 * arrays that never change in it and one of the two orders written out, because that is what makes it fast.
 */
function follow(
  { kind, key, id, digest }: EventColumns,
  from: number,
  end: number,
  { indexOfCode, order }: Alphabet,
  counts: Float64Array,
  slots: Slots,
): number {
  const { sequenceCount, sequenceState, freeCount } = slots;
  const places = sequenceCount.length;
  let row = from;
  for (; row < end; row++) {
    const code = kind[row] as number;
    const index = indexOfCode[code] as number;
    const kindOrder = order[index] as number;
    counts[index] = (counts[index] as number) + 1;
    const place = key[row] as number;
    if (kindOrder === SEQUENCE) {
      if (place >= places || sequenceCount[place] === 0) break;
      sequenceCount[place] = (sequenceCount[place] as number) + 1;
      sequenceState[place] = advance(
        sequenceState[place] as number,
        code,
        id[row] as number,
        digest[row] as number,
      );
    } else if (kindOrder === FREE) {
      if (place >= places || freeCount[place] === 0) break;
      addFree(slots, place, code, id[row] as number, digest[row] as number);
    }
  }
  return row;
}

function addFree(slots: Slots, place: number, code: number, id: number, digest: number): void {
  slots.freeCount[place] = (slots.freeCount[place] as number) + 1;
  slots.freeLow[place] = (slots.freeLow[place] as number) + freeLow(code, id, digest);
  slots.freeHigh[place] = (slots.freeHigh[place] as number) + freeHigh(code, id, digest);
}

/** The form that a runner reported. A key named twice is kept once and named in `repeated`. */
export function reportedKeys(digests: readonly KeyDigest[]): {
  readonly keys: ReadonlyMap<number, KeyForm>;
  readonly repeated: readonly number[];
} {
  const keys = new Map<number, KeyForm>();
  const repeated: number[] = [];
  for (const { key, sequence, free } of digests) {
    if (keys.has(key)) repeated.push(key);
    const form = {
      sequenceCount: sequence?.count ?? 0,
      sequenceCrc: sequence?.crc ?? 0,
      freeCount: free?.count ?? 0,
      freeLow: free?.low ?? 0,
      freeHigh: free?.high ?? 0,
    };
    if (form.sequenceCount + form.freeCount > 0) keys.set(key, form);
  }
  return { keys, repeated };
}

function makeSlots(length: number): Slots {
  return {
    sequenceCount: new Uint32Array(length),
    sequenceState: new Uint32Array(length).fill(START),
    freeCount: new Uint32Array(length),
    freeLow: new Uint32Array(length),
    freeHigh: new Uint32Array(length),
  };
}

function grown(slots: Slots): Slots {
  const wider = makeSlots(2 * slots.sequenceState.length);
  wider.sequenceCount.set(slots.sequenceCount);
  wider.sequenceState.set(slots.sequenceState);
  wider.freeCount.set(slots.freeCount);
  wider.freeLow.set(slots.freeLow);
  wider.freeHigh.set(slots.freeHigh);
  return wider;
}

/** As many as `#densePlace` makes for this key: a power of two. */
function placesFor(key: number): number {
  return Math.max(FIRST_SLOTS, 2 ** (32 - Math.clz32(key)));
}

function placesTaken({ sequenceCount, freeCount }: Slots): number {
  let taken = 0;
  for (let place = 0; place < sequenceCount.length; place++)
    if ((sequenceCount[place] as number) > 0 || (freeCount[place] as number) > 0) taken++;
  return taken;
}

function* denseForms(slots: Slots): Iterable<[number, KeyForm]> {
  for (let key = 0; key < slots.sequenceCount.length; key++)
    if ((slots.sequenceCount[key] as number) > 0 || (slots.freeCount[key] as number) > 0)
      yield [key, keyForm(slots, key)];
}

function* sparseForms(slots: Slots, places: ReadonlyMap<number, number>): Iterable<[number, KeyForm]> {
  for (const [key, place] of places) yield [key, keyForm(slots, place)];
}

function keyForm(slots: Slots, place: number): KeyForm {
  return {
    sequenceCount: slots.sequenceCount[place] ?? 0,
    sequenceCrc: digestOf(slots.sequenceState[place] ?? START),
    freeCount: slots.freeCount[place] ?? 0,
    freeLow: slots.freeLow[place] ?? 0,
    freeHigh: slots.freeHigh[place] ?? 0,
  };
}

function namedCounts(alphabet: Alphabet, counts: Float64Array): ReadonlyMap<string, number> {
  const named = new Map<string, number>();
  for (const [position, kind] of alphabet.kinds.entries()) {
    const count = counts[position + 1] ?? 0;
    if (count > 0) named.set(kind.name, count);
  }
  return named;
}
