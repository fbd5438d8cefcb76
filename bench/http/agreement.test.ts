// Two load generators beside each other: documents of the other one are read, ratios are of neighbours in time.
import { expect, test } from 'vitest';
import { agreed, agreementOf, agreementText, loadOfLatencies, loadOfOha } from './agreement.ts';
import type { LoadAgreement, FoundLoad } from './agreement.ts';

const DOCUMENT = {
  summary: { successRate: 1, requestsPerSec: 998.5 },
  latencyPercentiles: { p10: 0.0001, p50: 0.0002, p90: 0.0004, p99: 0.001 },
};
const load = (perSecond: number, us: number): FoundLoad => ({
  perSecond,
  p50Ns: us * 1000,
  p90Ns: us * 2000,
  p99Ns: us * 3000,
});

test('a document of oha has a rate and quantiles in seconds', () => {
  expect(loadOfOha(DOCUMENT)).toEqual({ perSecond: 998.5, p50Ns: 200_000, p90Ns: 400_000, p99Ns: 1_000_000 });
});

test('a document without numbers, or with a request that failed, gives none', () => {
  expect(loadOfOha('text')).toBe(null);
  expect(loadOfOha({ ...DOCUMENT, latencyPercentiles: { p50: null } })).toBe(null);
  expect(loadOfOha({ ...DOCUMENT, summary: { successRate: 0.999, requestsPerSec: 1 } })).toBe(null);
});

test('own latencies give the same: requests over time, and order statistics', () => {
  const latencies = Array.from({ length: 100 }, (_, at) => 1000 * (100 - at));
  expect(loadOfLatencies(latencies, 1e8)).toEqual({
    perSecond: 1000,
    p50Ns: 50_000,
    p90Ns: 90_000,
    p99Ns: 99_000,
  });
});

test('ratios are the median of those of neighbours, and the text marks those that are off', () => {
  const pairs = [
    { own: load(1000, 100), other: load(1000, 100) },
    { own: load(1000, 300), other: load(1000, 310) },
    { own: load(1000, 110), other: load(1000, 100) },
  ];
  const row: LoadAgreement = { subject: 'a', asked: 1000, busy: 0.25, ...agreementOf(pairs) };
  expect(row.ratios.p50Ns).toBe(1);
  const off = { ...row, ratios: load(1.01, 0.0012) };
  expect(agreed([row, off])).toEqual({ count: 5, of: 8 });
  expect(agreementText([off])).toMatch(/\| a \| 1000 \| 1000 \/ 1000 \(1\.010\) \| 110 \/ 100 \(1\.200\*\)/);
});
