// The list of known divergences as data, and the ranges of versions in it.
import { describe, expect, test } from 'vitest';
import type { KnownDivergence } from '../contract/verdict.ts';
import { parseKnownDivergences } from './known-divergences.ts';
import { parseVersionRange } from '../contract/version-range.ts';

const entry: KnownDivergence = {
  id: 'stray-on-old',
  runner: 'node',
  versions: '>=20 <24',
  rule: 'F1',
  class: 'forbidden',
  styles: [],
  status: 'must-fail',
  reason: 'old runtimes report strangers',
  link: 'https://example.org/1',
};

describe('a list of known divergences', () => {
  test('is read when it is well formed', () => {
    expect(parseKnownDivergences([entry], 'list.json')).toEqual({ ok: true, value: [entry] });
    expect(parseKnownDivergences([], 'list.json').ok).toBe(true);
  });

  test('that is malformed is an error that names the file and the place', () => {
    for (const bad of [
      {},
      [{ ...entry, status: 'sometimes' }],
      [{ ...entry, key: -1 }],
      [{ ...entry, key: 'all' }],
      [{ ...entry, extra: 1 }],
      [entry, entry],
      [{ ...entry, versions: '^20' }],
    ])
      expect(parseKnownDivergences(bad, 'list.json')).toMatchObject({
        ok: false,
        failure: { code: 'EL1007', cause: expect.stringMatching(/^list\.json: /) },
      });
  });
});

test('a comparator compares only the parts that it names', () => {
  const holds = (range: string, version: string): boolean | undefined => parseVersionRange(range)?.(version);
  expect(['20.0.0', '23.9.9', '24.0.0', '19.9.9'].map((version) => holds('>=20 <24', version))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([holds('=20', '20.5.1'), holds('>20', '20.5.1'), holds('<=20', '20.5.1')]).toEqual([
    true,
    false,
    true,
  ]);
  expect([holds('<3.13', '3.12.9'), holds('<3.13', '3.13.0rc1'), holds('', '1.0')]).toEqual([
    true,
    false,
    true,
  ]);
  expect([parseVersionRange('20'), parseVersionRange('>=x')]).toEqual([null, null]);
});
