// When a phase is over and how long a round may take, at their edges.
import { expect, test } from 'vitest';
import { LIMITS, MAX_ROUNDS, phaseIsOver, roundLimitMs } from './limits.ts';

const pacing = (measuredMs: number, minimumRounds: number) => ({ warmupMs: 0, measuredMs, minimumRounds });

test('a round may take ten times its share of the budget, within five and sixty seconds', () => {
  expect(roundLimitMs(pacing(250, 2), LIMITS)).toBe(5_000);
  expect(roundLimitMs(pacing(4_000, 2), LIMITS)).toBe(20_000);
  expect(roundLimitMs(pacing(100_000, 1), LIMITS)).toBe(60_000);
  expect(roundLimitMs(pacing(1_000, 0), LIMITS)).toBe(10_000);
});

test('a phase needs its rounds and its windows', () => {
  const progress = { rounds: 2, windowsNs: 250e6, wallNs: 300e6 };
  expect(phaseIsOver(250, 2, progress)).toBe(true);
  expect(phaseIsOver(250, 3, progress)).toBe(false);
  expect(phaseIsOver(251, 2, progress)).toBe(false);
  expect(phaseIsOver(0, 0, { rounds: 0, windowsNs: 0, wallNs: 0 })).toBe(true);
});

test('a runner that reports empty windows comes to an end, by wall time or by rounds', () => {
  expect(phaseIsOver(250, 2, { rounds: 2, windowsNs: 0, wallNs: 10_000e6 })).toBe(true);
  expect(phaseIsOver(5_000, 2, { rounds: 2, windowsNs: 0, wallNs: 10_000e6 })).toBe(false);
  expect(phaseIsOver(5_000, 20_000, { rounds: MAX_ROUNDS, windowsNs: 0, wallNs: 0 })).toBe(true);
});
