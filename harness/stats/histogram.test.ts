// Histograms against the samples themselves, and against another implementation both ways.
import { readFileSync } from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHistogram, encodeHistogram } from './histogram-codec.ts';
import type { Histogram } from './histogram.ts';
import {
  bucketOf,
  EMPTY_HISTOGRAM,
  histogramBuckets,
  histogramOf,
  histogramQuantile,
  lowestOf,
  mergeHistograms,
} from './histogram.ts';
import { orderStatistic } from './quantile.ts';
import { seededNormals } from '../testing/seeded-normals.ts';

interface Case {
  readonly name: string;
  readonly values: readonly number[];
  readonly encoded: string;
  readonly inflated: string;
  readonly quantiles: readonly (readonly [number, number])[];
}
const cases = JSON.parse(
  readFileSync(new URL('vectors/histogram.json', import.meta.url), 'utf8'),
) as readonly Case[];

const nanoseconds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const manySizes = fc.integer({ min: 0, max: 52 }).chain((bits) => fc.integer({ min: 0, max: 2 ** bits }));

/** Comparable in no time, however many buckets there are. */
const told = ({ counts, early, total }: Histogram) => ({ counts: counts.join(' '), early, total });

const read = (text: string) => {
  const decoded = decodeHistogram(text);
  return decoded.kind === 'histogram' ? told(decoded.histogram) : decoded;
};

describe('buckets', () => {
  test('every value lies in its bucket, and no bucket is wider than a thousandth of its values', () => {
    fc.assert(
      fc.property(fc.oneof(nanoseconds, manySizes), (value) => {
        const [low, end] = [lowestOf(bucketOf(value)), lowestOf(bucketOf(value) + 1)];
        expect(low).toBeLessThanOrEqual(value);
        expect(end).toBeGreaterThan(value);
        expect(end - 1 - low).toBeLessThanOrEqual(value / 1000);
      }),
      { numRuns: 1000 },
    );
  });

  test('buckets follow each other without a gap, up to the largest whole number', () => {
    const last = bucketOf(Number.MAX_SAFE_INTEGER);
    for (let bucket = 0; bucket <= last; bucket++)
      if (
        bucketOf(lowestOf(bucket)) !== bucket ||
        (bucket > 0 && bucketOf(lowestOf(bucket) - 1) !== bucket - 1)
      )
        expect(bucket).toBe('in order');
    expect(last).toBeGreaterThan(40_000);
  });
});

describe('histograms', () => {
  test('quantiles are at most 0.1 % above the order statistics', () => {
    fc.assert(
      fc.property(
        fc.array(manySizes, { minLength: 1 }),
        fc.integer({ min: 0, max: 1000 }),
        (values, part) => {
          const exact = orderStatistic(Float64Array.from(values).sort(), part / 1000);
          const found = histogramQuantile(histogramOf(values), part / 1000) ?? Number.NaN;
          expect(found).toBeGreaterThanOrEqual(exact);
          expect(found - exact).toBeLessThanOrEqual(exact / 1000);
        },
      ),
    );
  });

  test('a million values in ten parts add up to exactly the histogram of all', () => {
    const normal = seededNormals(21);
    const values = Float64Array.from({ length: 1_000_000 }, () => Math.exp(11 + 2 * normal()) - 500);
    const parts = Array.from({ length: 10 }, (_, i) => values.subarray(i * 100_000, (i + 1) * 100_000));
    const whole = histogramOf(values);
    expect(told(mergeHistograms(parts.map(histogramOf).toReversed()))).toEqual(told(whole));
    expect(whole.total).toBe(1_000_000);
    expect(whole.early).toBe(values.filter((value) => value < 0).length);
    expect(whole.early).toBeGreaterThan(0);
  });

  test('early values are counted apart, and a quantile among them has no value', () => {
    const histogram = histogramOf([-5, -0.2, 0.4, 7, 9, 2_000_000]);
    expect(histogram).toMatchObject({ early: 2, total: 6 });
    expect(histogramQuantile(histogram, 0.3)).toBeNull();
    expect(histogramQuantile(histogram, 0.5)).toBe(0);
    expect(histogramQuantile(histogram, 0.7)).toBe(9);
    expect(histogramBuckets(histogram)).toEqual([
      { lowNs: 0, endNs: 1, count: 1 },
      { lowNs: 7, endNs: 8, count: 1 },
      { lowNs: 9, endNs: 10, count: 1 },
      { lowNs: 1_999_872, endNs: 2_000_896, count: 1 },
    ]);
  });

  test('nothing, only early values, and what is no number', () => {
    expect(histogramOf([])).toEqual(EMPTY_HISTOGRAM);
    expect(histogramQuantile(EMPTY_HISTOGRAM, 0.5)).toBeNull();
    expect(mergeHistograms([])).toEqual(EMPTY_HISTOGRAM);
    expect(histogramQuantile(histogramOf([-1]), 1)).toBeNull();
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 2 ** 53])
      expect(() => histogramOf([1, bad])).toThrow(RangeError);
    expect(() => histogramQuantile(EMPTY_HISTOGRAM, 1.1)).toThrow(RangeError);
    const torn: Histogram = { counts: new Float64Array(3), early: 0, total: 4 };
    expect(() => histogramQuantile(torn, 0.5)).toThrow('total');
  });
});

describe('the interchange format', () => {
  test('what HdrHistogram for Python wrote is read, and quantiles agree with its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(5);
    for (const { name, values, encoded, quantiles } of cases) {
      expect([name, read(encoded)]).toEqual([name, told(histogramOf(values))]);
      for (const [q, value] of quantiles)
        expect([name, q, histogramQuantile(histogramOf(values), q)]).toEqual([name, q, value]);
    }
  });

  test('what is written is, byte for byte inside the compression, what that package was seen to read', () => {
    for (const { name, values, inflated } of cases) {
      const bytes = Buffer.from(encodeHistogram(histogramOf(values)), 'base64');
      expect([name, inflateSync(bytes.subarray(8)).toString('base64')]).toEqual([name, inflated]);
      expect(encodeHistogram(histogramOf(values))).toMatch(/^HISTF/);
    }
  });

  test('any histogram comes back, with counts and values of any size', () => {
    const count = fc.integer({ min: 0, max: 50 }).map((bits) => 2 ** bits - (bits % 2));
    fc.assert(
      fc.property(
        fc.array(count, { maxLength: 300 }),
        fc.array(nanoseconds, { maxLength: 5 }),
        (counts, values) => {
          const trimmed = counts.slice(0, counts.findLastIndex((each) => each > 0) + 1);
          const total = trimmed.reduce((sum, each) => sum + each, 0);
          for (const made of [histogramOf(values), { counts: Float64Array.from(trimmed), early: 0, total }])
            expect(read(encodeHistogram(made))).toEqual(told(made));
        },
      ),
      { numRuns: 20 },
    );
  });

  /** A text whose inner bytes are these. */
  const textOf = (plain: Buffer): string => {
    const packed = deflateSync(plain);
    const outer = Buffer.alloc(8);
    outer.writeInt32BE(0x1c849314, 0);
    outer.writeInt32BE(packed.length, 4);
    return Buffer.concat([outer, packed]).toString('base64');
  };
  const plainOf = (payload: readonly number[]): Buffer => {
    const plain = inflateSync(Buffer.from(encodeHistogram(EMPTY_HISTOGRAM), 'base64').subarray(8));
    plain.writeInt32BE(payload.length, 4);
    return Buffer.concat([plain, Buffer.from(payload)]);
  };
  const withHeader = (change: (plain: Buffer) => void): string => {
    const plain = plainOf([2]);
    change(plain);
    return textOf(plain);
  };

  test('a text that is cut, foreign, or of another layout is refused with the reason', () => {
    const good = encodeHistogram(histogramOf([1, 2, 3]));
    const broken = Buffer.from(good, 'base64').fill(0xff, 8).toString('base64');
    const bad: readonly (readonly [string, string])[] = [
      ['', 'does not begin'],
      ['SGVsbG8gd29ybGQ=', 'does not begin'],
      [good.slice(0, -8), 'compressed bytes'],
      [broken, 'cannot be decompressed'],
      [textOf(Buffer.alloc(10_000_000)), 'cannot be decompressed'],
      [textOf(Buffer.from('x')), 'does not begin as a histogram'],
      [withHeader((plain) => plain.writeInt32BE(9, 4)), 'bytes of counts'],
      [withHeader((plain) => plain.writeInt32BE(77, 8)), 'moved by 77'],
      [withHeader((plain) => plain.writeInt32BE(2, 12)), '2 digits'],
      [withHeader((plain) => plain.writeBigInt64BE(1000n, 16)), 'from 1000'],
      [textOf(plainOf([0x80, 0x80])), 'cut off'],
      [textOf(plainOf([0xff, 0xff, 0xff, 0xff, 0x0f])), 'larger than'],
      [textOf(plainOf([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])), 'larger than'],
    ];
    for (const [text, why] of bad)
      expect([why, decodeHistogram(text)]).toEqual([
        why,
        { kind: 'refused', why: expect.stringContaining(why) },
      ]);
    expect(decodeHistogram(textOf(plainOf([2])))).toMatchObject({
      kind: 'histogram',
      histogram: { total: 1 },
    });
  });
});
