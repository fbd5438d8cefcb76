// Canonical forms against the shared vectors, and what they must and must not notice.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AlphabetEntry } from '../../harness/contract/message.ts';
import type { EventColumns } from '../../harness/contract/trace.ts';
import { canonicalForm, MAX_KEYS } from './canonical-form.ts';

type Row = readonly [kind: number, key: number, id: number, digest: number];
type Vector = readonly [kind: number, id: number, digest: number];

const fixtures: {
  readonly chain: readonly { events: readonly Vector[]; crc: number; why: string }[];
  readonly free: readonly { events: readonly Vector[]; low: number; high: number; why: string }[];
} = JSON.parse(
  readFileSync(new URL('../../harness/contract/fixtures/digests.json', import.meta.url), 'utf8'),
);

function columnsOf(rows: readonly Row[]): EventColumns {
  return {
    time: new Float64Array(rows.length),
    kind: Uint16Array.from(rows, ([kind]) => kind),
    key: Uint32Array.from(rows, ([, key]) => key),
    id: Uint32Array.from(rows, ([, , id]) => id),
    digest: Uint32Array.from(rows, ([, , , digest]) => digest),
  };
}

const SEQUENCE: AlphabetEntry = { name: 'step', code: 1, order: 'sequence' };
const FREE: AlphabetEntry = { name: 'done', code: 2, order: 'free' };
const RAW: AlphabetEntry = { name: 'noise', code: 3, order: 'raw' };
const ALPHABET = [SEQUENCE, FREE, RAW];
const formOf = (rows: readonly Row[], alphabet: readonly AlphabetEntry[] = ALPHABET) =>
  canonicalForm(columnsOf(rows), rows.length, alphabet);

const KINDS = [1, 2, 3, 256, 65535];
const inOrder = KINDS.map((code) => ({ name: `kind ${code}`, code, order: 'sequence' as const }));
const inNoOrder = KINDS.map((code) => ({ name: `kind ${code}`, code, order: 'free' as const }));
/** Kinds of the vectors that fit the sixteen bits of a recorded kind. */
const fits = ({ events }: { events: readonly Vector[] }): boolean =>
  events.length > 0 && events.every(([kind]) => KINDS.includes(kind));

describe('the shared vectors', () => {
  it.each(fixtures.chain.filter(fits))('in order: $why', ({ events, crc }) => {
    const rows = events.map(([kind, id, digest]): Row => [kind, 4_000_000_000, id, digest]);
    expect(formOf(rows, inOrder).digests).toEqual([
      { key: 4_000_000_000, sequence: { count: rows.length, crc } },
    ]);
  });

  it.each(fixtures.free.filter(fits))('in no order: $why', ({ events, low, high }) => {
    const rows = events.map(([kind, id, digest]): Row => [kind, 0, id, digest]);
    expect(formOf(rows, inNoOrder).digests).toEqual([{ key: 0, free: { count: rows.length, low, high } }]);
  });
});

it('keeps keys apart, however they are interleaved', () => {
  const a: Row[] = [
    [1, 10, 0, 5],
    [1, 10, 1, 6],
  ];
  const b: Row[] = [
    [1, 20, 0, 7],
    [2, 20, 1, 8],
  ];
  const byKey = (rows: readonly Row[]) =>
    formOf(rows).digests.toSorted((left, right) => left.key - right.key);
  const [a0, a1, b0, b1] = [...a, ...b];
  if (a0 === undefined || a1 === undefined || b0 === undefined || b1 === undefined)
    throw new Error('four rows');
  expect(byKey([b0, a0, b1, a1])).toEqual(byKey([...a, ...b]));
  expect(byKey([a1, b0, a0, b1])).not.toEqual(byKey([...a, ...b]));
});

it('counts raw events and leaves them out of the digests', () => {
  const rows: Row[] = [
    [3, 1, 0, 0],
    [1, 0, 0, 0],
    [3, 1, 1, 1],
  ];
  expect(formOf(rows).counts).toEqual({ step: 1, done: 0, noise: 2 });
  expect(formOf(rows).digests.map(({ key }) => key)).toEqual([0]);
});

it('reads no further than the rows that are filled', () => {
  const columns = columnsOf([
    [1, 0, 0, 0],
    [1, 0, 1, 0],
  ]);
  expect(canonicalForm(columns, 1, ALPHABET).counts['step']).toBe(1);
});

it('refuses a kind that the scenario does not have', () => {
  expect(() =>
    formOf([
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ]),
  ).toThrow('event 1 has the unknown kind 0');
});

it('refuses more keys than a reply can carry', () => {
  const rows = (count: number): Row[] => Array.from({ length: count }, (_, key) => [1, key * 7, 0, 0]);
  expect(formOf(rows(MAX_KEYS)).digests).toHaveLength(MAX_KEYS);
  expect(() => formOf(rows(MAX_KEYS + 1))).toThrow('more than 8192 keys');
});
