// The rules `never-after`, `at-most` and `rate` fire where they must, and nowhere else.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Breaches } from '../breach.ts';
import { makeAlphabet } from '../alphabet.ts';
import { makeColumns } from '../expected-form.ts';
import { traceCheck } from '../trace-checks.ts';

type Row = readonly [kind: string, key: number, id: number, digest: number, time: number];

const words = { order: 'sequence', text: '', key: '', id: '', digest: '' } as const;
const alphabet = makeAlphabet([
  { name: 'cancel', code: 1, ...words },
  { name: 'fire', code: 2, ...words },
]);
const base = { id: 'R', level: 'must', text: 'A test.' } as const;
const NEVER: Rule = { ...base, kind: 'never-after', event: 'fire', after: 'cancel', join: 'key-id' };
const ONCE: Rule = { ...base, kind: 'never-after', event: 'fire', after: 'fire', join: 'id' };
const BOUNDED: Rule = { ...base, kind: 'at-most', event: 'fire', atMost: 'bound' };
const RATE: Rule = { ...base, kind: 'rate', event: 'fire', periodMs: 'periodMs' };

function checked(rule: Rule, rows: readonly Row[], earlyNs = 0): Breaches {
  const check = traceCheck(rule, alphabet, { bound: 3, periodMs: 5 }, earlyNs);
  if (check === null) throw new Error('the rule reads no traces');
  // One event a chunk: nothing may rely on seeing a trace at once.
  for (const [at, row] of rows.entries()) check.push(columnsOf(row), at);
  return check.finish();
}

function columnsOf([kind, key, id, digest, time]: Row): EventColumns {
  const columns = makeColumns(1);
  columns.kind[0] = alphabet.codeOf(kind);
  columns.key[0] = key;
  columns.id[0] = id;
  columns.digest[0] = digest;
  columns.time[0] = time;
  return columns;
}

test('a fire after its own cancellation is forbidden, and located', () => {
  const rows: Row[] = [
    ['fire', 1, 1, 0, 0],
    ['cancel', 1, 1, 0, 0],
    ['fire', 2, 1, 0, 0],
    ['fire', 1, 2, 0, 0],
  ];
  expect(checked(NEVER, rows)).toEqual({ count: 0, kept: [] });
  expect(checked(NEVER, [...rows, ['fire', 1, 1, 0, 0]])).toMatchObject({
    count: 1,
    kept: [{ class: 'forbidden', key: 1, row: 4 }],
  });
});

test('an event that may happen once is a duplicate the second time', () => {
  expect(
    checked(ONCE, [
      ['fire', 0, 1, 0, 0],
      ['fire', 0, 2, 0, 0],
    ]).count,
  ).toBe(0);
  expect(
    checked(ONCE, [
      ['fire', 0, 1, 0, 0],
      ['fire', 9, 1, 0, 0],
    ]),
  ).toMatchObject({
    kept: [{ class: 'duplicate', key: 9, row: 1 }],
  });
});

test('what is measured may reach the bound and not pass it', () => {
  expect(
    checked(BOUNDED, [
      ['fire', 0, 0, 3, 0],
      ['cancel', 0, 0, 9, 0],
    ]).count,
  ).toBe(0);
  expect(checked(BOUNDED, [['fire', 5, 0, 4, 0]])).toMatchObject({
    kept: [{ class: 'count', key: 5, row: 0 }],
  });
});

test('a bound or period that is no number is a mistake of the scenario', () => {
  expect(() => traceCheck(BOUNDED, alphabet, {}, 0)).toThrow('no numeric bound');
  expect(() => traceCheck(RATE, alphabet, {}, 0)).toThrow('no period');
});

const ticks = (...timesMs: number[]): Row[] => timesMs.map((ms, id) => ['fire', 0, id, 0, ms * 1e6]);

test('ticks on the grid, late ones and one long stall are no burst', () => {
  expect(checked(RATE, ticks(5, 10, 15, 20)).count).toBe(0);
  expect(checked(RATE, ticks(9.9, 10.1, 15, 24.9, 25.1, 30)).count).toBe(0);
  expect(checked(RATE, ticks(5, 10, 43, 45, 50)).count).toBe(0);
});

test('missed ticks that are made up for are a burst', () => {
  expect(checked(RATE, ticks(5, 10, 43, 43.1, 43.2, 45, 50)).kept).toMatchObject([
    { class: 'extra', row: 4 },
  ]);
  expect(checked(RATE, ticks(5, 10, 43, 43.1, 43.2)).count).toBe(1);
});

test('the tolerance for early timers is allowed for, in that direction alone', () => {
  const early = ticks(10, 14.5, 14.9);
  expect(checked(RATE, early).count).toBe(1);
  expect(checked(RATE, early, 1e6).count).toBe(0);
  expect(checked(RATE, ticks(10, 13, 13.9), 1e6).count).toBe(1);
});

test('says what the definition says, stretch by stretch', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(gaps, (steps) => {
      let nowMs = 0;
      const timesMs = steps.map((step) => (nowMs += step));
      const tooMany = timesMs.some((from, i) =>
        timesMs.slice(i).some((to, n) => n + 1 > 1 + Math.ceil((to - from) / 5)),
      );
      expect(checked(RATE, ticks(...timesMs)).count > 0).toBe(tooMany);
    }),
  );
});
