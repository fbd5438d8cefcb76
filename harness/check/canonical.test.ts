// The canonical form against a naive one, with sparse keys, many keys and strange codes.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chain, freeHigh, freeLow } from '../contract/digest.ts';
import { makeAlphabet } from './alphabet.ts';
import type { CanonicalForm } from './canonical.ts';
import { Canonical, MAX_KEYS } from './canonical.ts';
import { makeColumns } from './expected-form.ts';
import { IdSet } from './id-set.ts';
import { sampleScenario } from './sample-case.ts';
import { TimeTable } from './time-table.ts';

const alphabet = makeAlphabet(sampleScenario.alphabet);
type Row = readonly [code: number, key: number, id: number, digest: number];

function formOf(rows: readonly Row[], chunk = rows.length + 1): CanonicalForm {
  const canonical = new Canonical(alphabet);
  for (let from = 0; from < rows.length; from += chunk) {
    const part = rows.slice(from, from + chunk);
    const columns = makeColumns(part.length);
    for (const [row, [code, key, id, digest]] of part.entries()) {
      columns.kind[row] = code;
      columns.key[row] = key;
      columns.id[row] = id;
      columns.digest[row] = digest;
    }
    canonical.push(columns);
  }
  return canonical.finish();
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
