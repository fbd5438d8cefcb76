// Latencies at a rate, and the clients' own share of the time: above its bound no number stands.
import { expect, test } from 'vitest';
import type { RoundRecord } from '../contract/invocation.ts';
import type { RateTally } from '../contract/witness.ts';
import { roundOf } from '../testing/sample-case.ts';
import { peerChecks, rateLatencies } from './http-rates.ts';

const tally = (busyNs: number, latenciesNs: number[] = []): RateTally => ({
  latenciesNs,
  lastedNs: 1000,
  busyNs,
});

function round(rates: readonly RateTally[], purpose: 'measured' | 'traced' = 'measured'): RoundRecord {
  const witness = { kind: 'http-clients', connections: 1, left: 0, faults: [], rates } as const;
  return { ...roundOf(0, purpose, [], 0), witness };
}

test('latencies of all rounds at one rate come in their order', () => {
  const rounds = [round([tally(0, [5, 1]), tally(0, [9])]), round([tally(0, [3])])];
  expect([...rateLatencies(rounds, 0)]).toEqual([1, 3, 5]);
  expect([...rateLatencies(rounds, 1)]).toEqual([9]);
  expect([...rateLatencies(rounds, 2)]).toEqual([]);
});

test('the busiest rate of all measured rounds together says whether the clients were measured', () => {
  const busy = [round([tally(100), tally(800)]), round([tally(100), tally(900)])];
  expect(peerChecks(busy)).toEqual([
    {
      check: 'peer',
      kept: true,
      text: "the harness's clients were busy for 0.85 of the time at the rate that took most of it",
    },
  ]);
  const [bound] = peerChecks([...busy, round([tally(100), tally(900)])]);
  expect(bound).toMatchObject({ check: 'peer', kept: false });
  expect(bound?.text).toMatch(/0\.87 of the time .* above 0\.85 the row is peer-bound/);
});

test('a traced round and rounds without clients say nothing', () => {
  expect(peerChecks([round([tally(1000)], 'traced'), roundOf(0, 'measured', [], 0)])).toEqual([]);
  expect(peerChecks([])).toEqual([]);
});
