// How the runner's clock is put onto the harness's: an epoch is believed only within what the exchanges allow.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockOffset, finerThanClaimed } from './handshake.ts';

const EPOCH = 5_000_000_000n;
const clock = (epochNs: bigint | null, name = 'CLOCK_MONOTONIC') => ({
  name,
  resolutionNs: 1,
  epochNs: epochNs === null ? null : String(epochNs),
});
const exchanges = [
  { sentNs: 1000, receivedNs: 9000, nowNs: 4000 },
  { sentNs: 20_000, receivedNs: 20_100, nowNs: 19_050 },
];

test('the exchange with the least round trip gives the offset, and half of it the error', () => {
  expect(clockOffset(exchanges, clock(null), EPOCH)).toEqual({
    offsetNs: 1000,
    errorNs: 51,
    source: 'handshake',
    roundTripNs: 100,
  });
});

test('an epoch on the shared clock is exact when the exchanges agree with it', () => {
  const offset = clockOffset(exchanges, clock(EPOCH + 1030n), EPOCH);
  expect(offset).toEqual({ offsetNs: 1030, errorNs: 1, source: 'shared-epoch', roundTripNs: 100 });
});

test('an epoch outside of what the exchanges allow is not believed', () => {
  expect(clockOffset(exchanges, clock(EPOCH + 1052n), EPOCH).source).toBe('handshake');
  expect(clockOffset(exchanges, clock(EPOCH + 948n), EPOCH).source).toBe('handshake');
});

test('an epoch on another clock says nothing', () => {
  expect(clockOffset(exchanges, clock(EPOCH + 1000n, 'performance.now'), EPOCH).source).toBe('handshake');
});

test('the true offset always lies within the error', () => {
  const delay = fc.integer({ min: 0, max: 1_000_000 });
  const exchange = fc.record({ there: delay, back: delay });
  const trueOffset = fc.integer({ min: -1_000_000, max: 1_000_000_000 });
  fc.assert(
    fc.property(fc.array(exchange, { minLength: 1, maxLength: 8 }), trueOffset, (delays, offsetNs) => {
      const seen = delays.map(({ there, back }, i) => {
        const sentNs = 2_000_000_000 + i * 10_000_000;
        return { sentNs, receivedNs: sentNs + there + back, nowNs: sentNs + there - offsetNs };
      });
      const found = clockOffset(seen, clock(null), EPOCH);
      expect(Math.abs(found.offsetNs - offsetNs)).toBeLessThanOrEqual(found.errorNs);
    }),
  );
});

const readings = (...nowNs: readonly number[]) =>
  nowNs.map((each) => ({ sentNs: each, receivedNs: each, nowNs: each }));

test('a clock whose readings are nearer than it resolves is finer than its runner says', () => {
  expect(finerThanClaimed(readings(0, 50_000, 90_000), 50_000)?.kind).toBe('protocol-error');
  expect(finerThanClaimed(readings(0, 50_000, 50_000, 100_000), 50_000)).toBeNull();
});

test('so is one whose readings lie between its steps, where it resolves less than a microsecond', () => {
  expect(finerThanClaimed(readings(0, 70_000, 200_000), 50_000)?.kind).toBe('protocol-error');
  expect(finerThanClaimed(readings(3, 100_001, 250_004), 50_000)).toBeNull();
  expect(finerThanClaimed(readings(0, 51_234, 98_765), 140)).toBeNull();
});
