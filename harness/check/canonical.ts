// The canonical form of a trace: for each key how many events and their digests. Streaming, in memory bounded by the keys.
import { chain, freeHigh, freeLow } from '../contract/digest.ts';
import type { KeyDigest } from '../contract/message.ts';
import type { EventColumns } from '../contract/trace.ts';
import type { Alphabet } from './alphabet.ts';
import { ORDER } from './alphabet.ts';

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

interface Slots {
  readonly sequenceCount: Uint32Array;
  readonly sequenceCrc: Uint32Array;
  readonly freeCount: Uint32Array;
  readonly freeLow: Uint32Array;
  readonly freeHigh: Uint32Array;
}

/**
 * Takes a trace chunk by chunk. One slot a key, found through an array for keys below `MAX_KEYS` and through a map beyond.
 * The loop allocates nothing and stays in 32-bit integers: 8.4 million events on 1024 keys take about 0.1 s of CPU.
 */
export class Canonical {
  readonly #alphabet: Alphabet;
  readonly #dense = new Uint16Array(MAX_KEYS);
  readonly #sparse = new Map<number, number>();
  readonly #keyOfSlot: number[] = [];
  readonly #counts: Float64Array;
  #slots = makeSlots(64);
  #overflowEvents = 0;

  constructor(alphabet: Alphabet) {
    this.#alphabet = alphabet;
    this.#counts = new Float64Array(alphabet.order.length);
  }

  push(columns: EventColumns): void {
    const { kind, key, id, digest } = columns;
    const { indexOfCode, order } = this.#alphabet;
    const counts = this.#counts;
    const dense = this.#dense;
    let { sequenceCount, sequenceCrc, freeCount, freeLow: low, freeHigh: high } = this.#slots;
    for (let row = 0; row < key.length; row++) {
      const code = kind[row] as number;
      const index = indexOfCode[code] as number;
      counts[index] = (counts[index] as number) + 1;
      const kindOrder = order[index] as number;
      if (kindOrder === ORDER.raw || kindOrder === ORDER.unknown) continue;
      const eventKey = key[row] as number;
      let slot = (eventKey < MAX_KEYS ? (dense[eventKey] as number) : this.#sparseSlot(eventKey)) - 1;
      if (slot < 0) {
        slot = this.#newSlot(eventKey);
        if (slot < 0) continue;
        ({ sequenceCount, sequenceCrc, freeCount, freeLow: low, freeHigh: high } = this.#slots);
      }
      const eventId = id[row] as number;
      const eventDigest = digest[row] as number;
      if (kindOrder === ORDER.sequence) {
        sequenceCount[slot] = (sequenceCount[slot] as number) + 1;
        sequenceCrc[slot] = chain(sequenceCrc[slot] as number, code, eventId, eventDigest);
      } else {
        freeCount[slot] = (freeCount[slot] as number) + 1;
        low[slot] = (low[slot] as number) + freeLow(code, eventId, eventDigest);
        high[slot] = (high[slot] as number) + freeHigh(code, eventId, eventDigest);
      }
    }
  }

  finish(): CanonicalForm {
    return {
      events: this.#counts.reduce((sum, count) => sum + count, 0),
      counts: namedCounts(this.#alphabet, this.#counts),
      unknownEvents: this.#counts[0] ?? 0,
      keys: new Map(this.#keyOfSlot.map((key, slot) => [key, keyForm(this.#slots, slot)])),
      overflowEvents: this.#overflowEvents,
    };
  }

  #sparseSlot(key: number): number {
    return this.#sparse.get(key) ?? 0;
  }

  /** -1 when there is no room for another key. */
  #newSlot(key: number): number {
    const slot = this.#keyOfSlot.length;
    if (slot === MAX_KEYS) {
      this.#overflowEvents++;
      return -1;
    }
    if (slot === this.#slots.sequenceCrc.length) this.#slots = grown(this.#slots);
    this.#keyOfSlot.push(key);
    if (key < MAX_KEYS) this.#dense[key] = slot + 1;
    else this.#sparse.set(key, slot + 1);
    return slot;
  }
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
    sequenceCrc: new Uint32Array(length),
    freeCount: new Uint32Array(length),
    freeLow: new Uint32Array(length),
    freeHigh: new Uint32Array(length),
  };
}

function grown(slots: Slots): Slots {
  const wider = makeSlots(2 * slots.sequenceCrc.length);
  wider.sequenceCount.set(slots.sequenceCount);
  wider.sequenceCrc.set(slots.sequenceCrc);
  wider.freeCount.set(slots.freeCount);
  wider.freeLow.set(slots.freeLow);
  wider.freeHigh.set(slots.freeHigh);
  return wider;
}

function keyForm(slots: Slots, slot: number): KeyForm {
  return {
    sequenceCount: slots.sequenceCount[slot] ?? 0,
    sequenceCrc: slots.sequenceCrc[slot] ?? 0,
    freeCount: slots.freeCount[slot] ?? 0,
    freeLow: slots.freeLow[slot] ?? 0,
    freeHigh: slots.freeHigh[slot] ?? 0,
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
