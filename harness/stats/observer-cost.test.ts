// What recording costs: three levels of the same rounds, never a measurement.
import { expect, test } from 'vitest';
import { UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import type { Proof } from '../contract/verdict.ts';
import { observerCost } from './observer-cost.ts';

function roundOf(
  purpose: RoundRecord['purpose'],
  record: RoundRecord['record'],
  cpuNs: number,
  operations = 10,
): RoundRecord {
  const none = { runNs: null, waitNs: null, gcPauseNs: null };
  const switches = { voluntarySwitches: 0, involuntarySwitches: 0, peakResidentBytes: 0 };
  const resources = { userCpuNs: cpuNs - 5, systemCpuNs: 5, ...switches, ...none };
  const times = { startNs: 0, endNs: 1, sentNs: 0, receivedNs: 1 };
  const empty = { counts: {}, digests: [], samples: null, events: null, witness: null };
  return { round: 0, purpose, record, operations, resources, ...times, ...empty };
}

const recordOf = (rounds: readonly RoundRecord[]): InvocationRecord => ({
  id: 'i1',
  repetition: 0,
  cell: { scenario: 's.s', set: 'a', subject: 'node/promises', side: 'head' },
  params: {},
  seed: 1,
  nonce: '0123456789abcdef',
  secret: 2,
  outcome: { kind: 'ok' },
  ready: null,
  clock: null,
  rounds,
  slices: null,
  conditions: UNTOUCHED,
  startedAtMs: 0,
  wallMs: 0,
  sidecar: { samples: '', events: '' },
});

/** Only the judge makes proofs; a test of what comes after it has to claim one. */
const proofOf = (invocation: string): Proof =>
  JSON.parse(JSON.stringify({ invocation, rounds: 1, events: 1, keys: 1 }));

test('each level has the median CPU time of its own rounds, per operation', () => {
  const rounds = [
    roundOf('traced', 'full', 9000),
    roundOf('warmup', 'digest', 8000),
    ...[100, 140, 900].map((ns) => roundOf('warmup', 'full', ns)),
    ...[90, 80, 700].map((ns) => roundOf('measured', 'digest', ns)),
    ...[50, 60, 600].map((ns) => roundOf('warmup', 'none', ns)),
  ];
  expect(observerCost(proofOf('i1'), recordOf(rounds))).toEqual({
    scenario: 's.s',
    set: 'a',
    subject: 'node/promises',
    full: 14,
    digest: 9,
    none: 6,
  });
});

test('without rounds of which nothing is recorded there is nothing to compare with', () => {
  expect(observerCost(proofOf('i1'), recordOf([roundOf('measured', 'digest', 90)]))).toBe(null);
  expect(observerCost(proofOf('i1'), recordOf([roundOf('warmup', 'none', 90, 0)]))).toBe(null);
});

test('the proof of another invocation is none', () => {
  expect(() => observerCost(proofOf('i2'), recordOf([]))).toThrow('not of i1');
});
