// Tests of the state in the address: each comes back as it was, and no address breaks anything.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRESH, decodeState, encodeState } from './hash-state.ts';
import type { PageState } from './hash-state.ts';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const zoom = fc.record({ chart: name, from: number, to: number }).filter(({ from, to }) => from < to);
const state: fc.Arbitrary<PageState> = fc.record({
  q: text,
  sort: fc.option(fc.record({ column: name, descending: fc.boolean() })),
  theme: fc.constantFrom('light', 'dark', null),
  open: fc.uniqueArray(name, { maxLength: 8 }),
  zoom: fc.uniqueArray(zoom, { maxLength: 4, selector: (one) => one.chart }),
  at: fc.option(name),
});

test('ten thousand states come back from the address as they were', () => {
  fc.assert(
    fc.property(state, (before) => {
      const hash = encodeState(before);
      expect(decodeState(`#${hash}`)).toEqual(before);
      expect(hash).toMatch(/^[A-Za-z0-9\-_.~'()*%/:,=&!+]*$/);
    }),
    { numRuns: 10_000 },
  );
});

test('a fresh page has an empty hash, and an empty hash is a fresh page', () => {
  expect(encodeState(FRESH)).toBe('');
  expect(decodeState('')).toEqual(FRESH);
  expect(decodeState('#')).toEqual(FRESH);
});

test('a state reads like what it says', () => {
  expect(
    encodeState({
      ...FRESH,
      q: 'verdict:slower ratio>1.2',
      sort: { column: 'ratio', descending: true },
      theme: 'dark',
      open: ['others', '!rules'],
      zoom: [{ chart: 'curve~~a', from: 0.5, to: 3 }],
    }),
  ).toBe('q=verdict:slower%20ratio%3E1.2&s=!ratio&theme=dark&open=others,%21rules&zoom=curve~~a:0.5:3');
});

test('a plain fragment is a place', () => {
  expect(decodeState('#rule~~ordering.defer~~L3')).toEqual({ ...FRESH, at: 'rule~~ordering.defer~~L3' });
});

test.each([
  '#__proto__=1&constructor=2&q',
  '#q=%',
  '#q=%E0%A4%A',
  '#=&=&=',
  '#theme=<script>&s=&open=,,&zoom=::,a:1,a:2:1,a:x:y,a:1:2:3,a:Infinity:NaN,a:1:1e999',
  `#q=${'a'.repeat(3000)}`,
  `#at=${'%41'.repeat(9000)}`,
])('%s says nothing, and breaks nothing', (hash) => {
  expect(decodeState(hash)).toEqual(FRESH);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

test('a list without an end is cut', () => {
  const { open } = decodeState(`#open=${Array.from({ length: 5000 }, (_, index) => `a${index}`).join(',')}`);
  expect(open).toHaveLength(1000);
});

test('any address gives a state that stays as it is from then on', () => {
  const piece = fc.constantFrom(
    '#',
    '&',
    '=',
    'q',
    's',
    'open',
    'zoom',
    'theme',
    'at',
    ',',
    ':',
    '!',
    '%',
    '%2',
    '%C3%A4',
    '1',
    '-0',
    '\ud800',
    'dark',
  );
  const hash = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 30 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(hash, (address) => {
      const once = encodeState(decodeState(address));
      expect(encodeState(decodeState(`#${once}`))).toBe(once);
    }),
    { numRuns: 3000 },
  );
});
