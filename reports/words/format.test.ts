// Tests of the formatter of numbers.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decimalsFor,
  formatCount,
  formatDifference,
  formatDifferenceInterval,
  formatNumber,
  formatLevel,
  formatQuantile,
  formatRatio,
  formatRatioInterval,
  formatShare,
  formatValue,
  formatWait,
  scaleFor,
} from './format.ts';

test('a ratio has the digits that its interval supports, and at least two decimals below ten', () => {
  expect(formatRatio(1.8312, 1.802, 1.861)).toBe('1.83\u00d7');
  expect(formatRatioInterval(1.8312, 1.802, 1.861)).toBe('[1.80, 1.86]');
  expect(formatRatio(1.00412, 0.9951, 1.0132)).toBe('1.004\u00d7');
  expect(formatRatio(0.99, 0.6, 1.6)).toBe('0.99\u00d7');
  expect(formatRatio(12.345, 11.9, 12.8)).toBe('12.3\u00d7');
  expect(formatRatio(1.5, 1.5, 1.5)).toBe('1.50\u00d7');
});

test('a value takes its unit from its size and its digits from its spread', () => {
  expect(formatValue(41_234, 'ns', 900)).toBe('41.2 \u00b5s');
  expect(formatValue(23.61, 'ns', 0.2)).toBe('23.61 ns');
  expect(formatValue(2_424, 'ns', 30, { suffix: 'ns', factor: 1 })).toBe('2424 ns');
  expect(formatValue(1.5e9, 'ns')).toBe('1.50 s');
  expect(formatValue(0, 'ns')).toBe('0.00 ns');
  expect(formatValue(-250_000, 'ns', 4000)).toBe('\u2212250 \u00b5s');
  expect(formatValue(48_200, 'operations/s')).toBe('48.2 k/s');
  expect(formatValue(8 * 1024 ** 3, 'bytes')).toBe('8.00 GiB');
  expect(formatValue(3, 'parsecs')).toBe('3.00 parsecs');
});

test('a difference always has its sign, and its interval the same unit and digits', () => {
  expect(formatDifference(120_000, 80_000, 160_000, 'ns')).toBe('+120 \u00b5s');
  expect(formatDifferenceInterval(120_000, 80_000, 160_000, 'ns')).toBe('[+80, +160]');
  expect(formatDifference(-900, -4000, 2200, 'ns')).toBe('\u22121 \u00b5s');
  expect(formatDifference(0, -5, 5, 'ns')).toBe('0 ns');
});

test('a column has one unit', () => {
  expect(scaleFor('ns', [900, 41_000, 52_000, 4_000_000]).suffix).toBe('\u00b5s');
  expect(scaleFor('ns', []).suffix).toBe('ns');
  expect(scaleFor('ns', [0, Number.NaN]).suffix).toBe('ns');
});

test('counts, shares, waits and quantiles read as people write them', () => {
  expect(formatCount(9999)).toBe('9999');
  expect(formatCount(1_234_567)).toBe('1\u202f234\u202f567');
  expect(formatShare(0.99)).toBe('99 %');
  expect(formatShare(0.004)).toBe('0.4 %');
  expect(formatShare(0)).toBe('0 %');
  expect([820, 12_400, 59_960, 114_300, 3_900_000].map(formatWait)).toEqual([
    '820 ms',
    '12.4 s',
    '1 min 00 s',
    '1 min 54 s',
    '1 h 05 min',
  ]);
  expect([0.75, 0.975, 0.99683772, 0.995].map(formatQuantile)).toEqual(['p75', 'p97.5', 'p99.68', 'p99.5']);
  expect([0.99, 0.999642, 0.9999].map(formatLevel)).toEqual(['99\u0020%', '99.964\u0020%', '99.99\u0020%']);
  expect([0.5, 0.9, 0.99, 0.999, 0.99999].map(formatQuantile)).toEqual([
    'p50',
    'p90',
    'p99',
    'p99.9',
    'p99.999',
  ]);
});

test('what is not a number is a dash, and minus nothing has no sign', () => {
  expect(formatNumber(Number.NaN, 2)).toBe('\u2013');
  expect(formatNumber(Number.POSITIVE_INFINITY, 2)).toBe('\u2013');
  expect(formatNumber(-0.001, 2)).toBe('0.00');
});

test('rounding never moves a value by more than its spread', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 9999, noNaN: true }),
      fc.double({ min: 0.0005, max: 0.5, noNaN: true }),
      (value, share) => {
        const spread = value * share;
        const decimals = decimalsFor(value, spread);
        expect(Math.abs(Number(value.toFixed(decimals)) - value)).toBeLessThanOrEqual(
          Math.max(spread, value * 0.0006),
        );
      },
    ),
  );
});
