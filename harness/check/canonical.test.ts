// The canonical form against a naive one, with sparse keys, many keys and strange codes.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PARTS, giveBack, takeMemory } from '../contract/column-memory.ts';
import { chain, freeHigh, freeLow } from '../contract/digest.ts';
import { splitMix32 } from '../contract/payload.ts';
import type { EventColumns } from '../contract/trace.ts';
import { makeAlphabet } from './alphabet.ts';
import type { CanonicalForm } from './canonical.ts';
import { Canonical, MAX_KEYS } from './canonical.ts';
import { makeColumns } from './expected-form.ts';
import { IdSet } from './id-set.ts';
import { sampleScenario } from '../testing/sample-case.ts';
import { TimeTable } from './time-table.ts';

const alphabet = makeAlphabet(sampleScenario.alphabet);
type Row = readonly [code: number, key: number, id: number, digest: number];

function formOf(rows: readonly Row[], chunk = rows.length + 1, kinds = alphabet): CanonicalForm {
  const canonical = new Canonical(kinds);
  for (let from = 0; from < rows.length; from += chunk)
    canonical.push(columnsOf(rows.slice(from, from + chunk)));
  return canonical.finish();
}

const sorted = ({ keys }: CanonicalForm): unknown[] => [...keys].sort(([a], [b]) => a - b);

function columnsOf(rows: readonly Row[]): EventColumns {
  const columns = makeColumns(rows.length);
  for (const [row, [code, key, id, digest]] of rows.entries()) {
    columns.kind[row] = code;
    columns.key[row] = key;
    columns.id[row] = id;
    columns.digest[row] = digest;
  }
  return columns;
}

const word = fc.integer({ min: 0, max: 0xffffffff });
const rowsOf = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 9 }), fc.oneof(fc.nat(5), fc.nat(20_000), word), word, word),
  { maxLength: 200 },
);

describe('the canonical form', () => {
  test('is what a naive pass finds, however the trace is cut', () => {
    fc.assert(
      fc.property(rowsOf, fc.integer({ min: 1, max: 50 }), (rows, chunk) => {
        const form = formOf(rows, chunk);
        expect(form.events).toBe(rows.length);
        for (const [key, found] of form.keys) {
          const ordered = rows.filter(([code, at]) => at === key && [1, 2, 3, 4, 6].includes(code));
          const free = rows.filter(([code, at]) => at === key && code === 5);
          expect(found).toEqual({
            sequenceCount: ordered.length,
            sequenceCrc: ordered.reduce((crc, [code, , id, digest]) => chain(crc, code, id, digest), 0),
            freeCount: free.length,
            freeLow: free.reduce((sum, [code, , id, digest]) => (sum + freeLow(code, id, digest)) >>> 0, 0),
            freeHigh: free.reduce((sum, [code, , id, digest]) => (sum + freeHigh(code, id, digest)) >>> 0, 0),
          });
        }
        expect(form.unknownEvents).toBe(rows.filter(([code]) => code === 0 || code > 8).length);
      }),
    );
  });

  test('follows as many keys as the protocol allows and counts what lies beyond', () => {
    const rows = Array.from({ length: MAX_KEYS + 3 }, (_, i): Row => [5, i * 7, 0, 0]);
    const form = formOf(rows);
    expect(form.keys.size).toBe(MAX_KEYS);
    expect(form.overflowEvents).toBe(3);
  });
});

describe('the canonical form of many events whose order counts', () => {
  const ordered = makeAlphabet(sampleScenario.alphabet.filter(({ order }) => order === 'sequence'));
  const next = splitMix32(7);
  /** Keys and codes are drawn; now and then a code that nobody knows, a key that is far away, and keys that come late. */
  const many: readonly Row[] = Array.from({ length: 40_000 }, (_, row): Row => {
    const code = next() % 5000 === 0 ? 99 : 1 + (next() % 4);
    const far = next() % 7000 === 0;
    const key = far ? 8000 + (next() % 1000) : next() % (row < 30_000 ? 50 : 70);
    return [code, key, next(), next()];
  });

  test.each([40_000, 25_001, 8193, 8192])('is the same in chunks of %i as in small ones', (chunk) => {
    const small = formOf(many, 100, ordered);
    const form = formOf(many, chunk, ordered);
    expect(form).toEqual({ ...small, keys: new Map(form.keys) });
    expect(new Map([...form.keys].sort(([a], [b]) => a - b))).toEqual(
      new Map([...small.keys].sort(([a], [b]) => a - b)),
    );
    expect(form.unknownEvents).toBeGreaterThan(0);
    const [[key, found] = [0, undefined]] = form.keys;
    const own = many.filter(([code, at]) => at === key && code !== 99);
    expect(found?.sequenceCrc).toBe(
      own.reduce((crc, [code, , id, digest]) => chain(crc, code, id, digest), 0),
    );
  });

  test('is the same, whatever the kinds, keys and ids', () => {
    const drawn = fc.record({
      seed: word,
      keys: fc.constantFrom(1, 2, 64, 65, 1000, 8192, 9000),
      ids: fc.constantFrom(0, 0xffff, 0xffffffff),
      codes: fc.constantFrom(4, 5),
      chunk: fc.integer({ min: 8192, max: 30_000 }),
    });
    fc.assert(
      fc.property(drawn, ({ seed, keys, ids, codes, chunk }) => {
        const draw = splitMix32(seed);
        const rows = Array.from({ length: 30_000 }, (): Row => {
          const strange = draw() % 3000 === 0 ? 1 : 0;
          return [1 + (draw() % (4 + strange * (codes - 4))), draw() % keys, (draw() & ids) >>> 0, draw()];
        });
        const small = formOf(rows, 100, ordered);
        const form = formOf(rows, chunk, ordered);
        expect({ ...form, keys: sorted(form) }).toEqual({ ...small, keys: sorted(small) });
      }),
      { numRuns: 15 },
    );
  });

  test('leaves to the other way a trace whose keys may be more than there is room for', () => {
    const far = Array.from({ length: 4200 }, (_, row): Row => [1, 9000 + row, row, row]);
    const near = Array.from({ length: 20_000 }, (_, row): Row => [1, row % 8192, row, row]);
    const small = formOf([...far, ...near], 100, ordered);
    expect(small.overflowEvents).toBeGreaterThan(0);
    const form = formOf([...far, ...near], 24_200, ordered);
    expect({ ...form, keys: sorted(form) }).toEqual({ ...small, keys: sorted(small) });
    const turned = formOf([...near, ...far], 24_200, ordered);
    expect(turned.overflowEvents).toBe(4200);
  });

  test('is the same where the columns lie in the memory of the kernel, and they stay as they were', () => {
    const memory = takeMemory();
    const placed = (rows: readonly Row[]): EventColumns => {
      let at: number = PARTS.columns;
      const next = (bytes: number): number => {
        const from = at;
        at += 64 * Math.ceil(bytes / 64);
        return from;
      };
      const { length } = rows;
      const word = (): Uint32Array => new Uint32Array(memory.buffer, next(4 * length), length);
      const time = new Float64Array(memory.buffer, next(8 * length), length);
      const kind = new Uint16Array(memory.buffer, next(2 * length), length);
      const columns = { time, key: word(), id: word(), digest: word(), kind };
      const from = columnsOf(rows);
      columns.key.set(from.key);
      columns.id.set(from.id);
      columns.digest.set(from.digest);
      columns.kind.set(from.kind);
      return columns;
    };
    const canonical = new Canonical(ordered);
    for (let from = 0; from < many.length; from += 12_345) {
      const rows = many.slice(from, from + 12_345);
      const columns = placed(rows);
      canonical.push(columns);
      expect({ ...columnsOf(rows), time: null }).toEqual({
        key: columns.key.slice(),
        id: columns.id.slice(),
        digest: columns.digest.slice(),
        kind: columns.kind.slice(),
        time: null,
      });
    }
    giveBack(memory);
    const form = canonical.finish();
    const small = formOf(many, 100, ordered);
    expect({ ...form, keys: sorted(form) }).toEqual({ ...small, keys: sorted(small) });
  });

  test('is the same with codes of any of their 16 bits', () => {
    const codes = [1, 16, 0x1234, 0xffff];
    const kind = sampleScenario.alphabet.find(({ order }) => order === 'sequence');
    if (kind === undefined) throw new Error('the sample has no ordered kind');
    const wide = makeAlphabet(codes.map((code) => ({ ...kind, name: `kind${code}`, code })));
    const rows = many.map(([code, ...rest]): Row => [codes[code % codes.length] ?? 1, ...rest]);
    const small = formOf(rows, 100, wide);
    const form = formOf(rows, 40_000, wide);
    expect(form.unknownEvents).toBe(0);
    expect(form.counts.size).toBe(codes.length);
    expect({ ...form, keys: sorted(form) }).toEqual({ ...small, keys: sorted(small) });
  });

  test('is not mixed up with that of another trace which is followed in turns', () => {
    const forms = [new Canonical(ordered), new Canonical(ordered)] as const;
    const rows = [many, many.toReversed()] as const;
    for (let from = 0; from < many.length; from += 10_000)
      for (const index of [0, 1] as const)
        forms[index].push(columnsOf(rows[index].slice(from, from + 10_000)));
    for (const index of [0, 1] as const)
      expect(forms[index].finish().keys).toEqual(formOf(rows[index], 100, ordered).keys);
  });
});

test('a set of ids holds what was added and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { maxLength: 100 }), fc.tuple(word, word), (pairs, other) => {
      const set = new IdSet();
      for (const [high, low] of pairs) set.add(high, low);
      for (const [high, low] of pairs) expect(set.has(high, low)).toBe(true);
      expect(set.has(...other)).toBe(pairs.some(([high, low]) => high === other[0] && low === other[1]));
      expect(set.full).toBe(false);
    }),
  );
});

test('ids that are scattered without end fill a table instead of the memory', () => {
  const set = new IdSet();
  for (let key = 0; key <= 2 ** 23 && !set.full; key++) set.add(key, 0);
  expect(set.full).toBe(true);
  const table = new TimeTable();
  for (let page = 0; page < 8192; page++) table.set(page * 1024, page);
  expect(table.full).toBe(false);
  expect([table.get(1024), table.get(1025)]).toEqual([1, Number.NaN]);
  table.set(8192 * 1024, 1);
  expect(table.full).toBe(true);
});

test('a set of ids follows ids that are unique over many keys, as scenarios number them', () => {
  const set = new IdSet();
  for (let id = 0; id < 300_000; id++) set.add(id % 1024, id);
  let kept = 0;
  for (let id = 0; id < 300_000; id++) if (set.has(id % 1024, id) && !set.has((id + 1) % 1024, id)) kept++;
  expect(kept).toBe(300_000);
  expect(set.full).toBe(false);
});
