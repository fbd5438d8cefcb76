// Runs of two builds are counted as what they are: rows, verdicts, widths, and ratios within a round.
import { expect, test } from 'vitest';
import type { Comparison } from '../../harness/contract/result.ts';
import { ARMS, ordersOf } from './decide-arms.ts';
import type { Arm } from './decide-arms.ts';
import { decideLines } from './decide-lines.ts';
import { decideRows } from './decide-rows.ts';
import type { TimedRun } from './decide-rows.ts';

const row = (verdict: Comparison['verdict'], width: number, over: Partial<Comparison> = {}): Comparison => ({
  scenario: 's',
  set: 'p',
  metric: 'time',
  primary: true,
  reference: 'node/promises',
  subject: 'python/coroutines',
  scale: 'ratio',
  verdict,
  estimate: 2,
  low: 2 * Math.exp(-width),
  high: 2 * Math.exp(width),
  pairs: 6,
  level: 0.99,
  detectable: null,
  reason: '',
  ...over,
});
const NONE = { estimate: null, low: null, high: null };
const run = (arm: Arm, round: number, seconds: number, ...comparisons: readonly Comparison[]): TimedRun => ({
  arm,
  round,
  seconds,
  result: { comparisons: [...comparisons] },
});
const unclear = (rows: number, width: number): Comparison[] =>
  Array.from({ length: rows }, () => row('unclear', width));

/** Two rounds in which this build is better by known factors. */
const RUNS = [
  run('base', 0, 150, ...unclear(8, 0.1), row('faster', 0.1)),
  run('equal', 0, 150, ...unclear(2, 0.02), row('same', 0.02), row('slower', 0.02)),
  run('default', 0, 92, ...unclear(4, 0.04), row('same', 0.04)),
  run('short', 0, 31, ...unclear(6, 0.05), row('same', 0.05), row('same', 0.05)),
  run('base', 1, 170, ...unclear(10, 0.1)),
  run('equal', 1, 170, ...unclear(2, 0.03)),
  run('default', 1, 94, ...unclear(4, 0.05)),
  run('short', 1, 30, ...unclear(6, 0.06), row('same', 0.06)),
];

test('each kind of run has the medians of its runs, from the least to the largest', () => {
  const { arms } = decideRows(RUNS);
  expect(arms.map(({ arm, runs }) => [arm, runs])).toEqual(ARMS.map((arm) => [arm, 2]));
  expect(arms[0]).toMatchObject({
    seconds: { middle: 160, least: 150, most: 170 },
    rows: { middle: 9.5, least: 9, most: 10 },
    decided: { middle: 0.5, least: 0, most: 1 },
    verdicts: { unclear: { middle: 9 }, faster: { most: 1 }, slower: { most: 0 } },
  });
  expect(arms[1]?.width?.middle).toBeCloseTo(0.025, 10);
});

test('ratios are taken within a round, then over the rounds', () => {
  const [equal, usual, short] = decideRows(RUNS).ratios;
  expect(equal?.unclear?.least).toBeCloseTo(0.2, 10);
  expect(equal?.unclear?.most).toBeCloseTo(0.25, 10);
  expect(equal?.width?.least).toBeCloseTo(0.2, 10);
  expect(equal?.width?.most).toBeCloseTo(0.3, 10);
  expect(usual).toMatchObject({ decidesMore: 0, rounds: 2 });
  expect(short).toMatchObject({ decidesMore: 2, rounds: 2 });
});

test('of rows only ratios with an interval have a width, and secondary rows are counted apart', () => {
  const mixed = run(
    'base',
    0,
    1,
    row('same', 0.2),
    row('same', 9, { scale: 'difference' }),
    row('not-comparable', 9, NONE),
    row('slower', 9, { primary: false }),
    row('unclear', 9, { primary: false }),
  );
  expect(decideRows([mixed]).rows[0]).toMatchObject({
    primary: { rows: 3, decided: 2, verdicts: { same: 2, 'not-comparable': 1, unclear: 0 } },
    others: { rows: 2, decided: 1, verdicts: { slower: 1, unclear: 1 } },
  });
  expect(decideRows([mixed]).rows[0]?.width).toBeCloseTo(0.2, 10);
});

test('all bars hold where this build is so much better, and each fails where it is not', () => {
  const holding = (runs: readonly TimedRun[]) => decideRows(runs).bars.map(({ holds }) => holds);
  expect(holding(RUNS)).toEqual([true, true, true, true]);
  const base = run('base', 0, 90, ...unclear(3, 0.1), row('same', 0.1));
  const worse = (arm: Arm, seconds: number) => run(arm, 0, seconds, ...unclear(2, 0.05), row('same', 0.1));
  expect(holding([base, worse('equal', 90), worse('default', 101), worse('short', 30)])).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('ratios are of rows that both runs have', () => {
  const base = run('base', 0, 1, row('unclear', 0.2), row('same', 9, { metric: 'gone' }));
  const added = ['one', 'two'].map((subject) => row('unclear', 0.01, { subject }));
  const [equal] = decideRows([base, run('equal', 0, 1, row('unclear', 0.1), ...added)]).ratios;
  expect(equal).toMatchObject({ rows: { middle: 1 }, unclear: { middle: 1 }, decidesMore: 0 });
  expect(equal?.width?.middle).toBeCloseTo(0.5, 10);
});

test('rows that are lost are not rows that are decided', () => {
  const lost = row('not-comparable', 0, NONE);
  const base = run('base', 0, 90, ...unclear(6, 0.1), row('same', 0.1));
  const equal = run('equal', 0, 90, row('unclear', 0.01), lost, row('same', 0.01));
  const { ratios, bars } = decideRows([base, equal]);
  expect(ratios[0]?.undecided?.middle).toBeCloseTo(1 / 3, 10);
  expect(bars.map(({ holds }) => holds)).toEqual([false, true, null, null]);
});

test('without runs, without partners and without unclear rows there is no ratio and no verdict', () => {
  expect(decideRows([])).toMatchObject({ rows: [], bars: ARMS.map(() => ({ holds: null })) });
  const alone = decideRows([run('equal', 0, 1, row('same', 0.1))]);
  expect(alone.ratios[0]).toMatchObject({ unclear: null, undecided: null, width: null, rounds: 0 });
  const clear = decideRows([run('base', 0, 1, row('same', 0.1)), run('equal', 0, 1, row('same', 0.1))]);
  expect(clear.ratios[0]).toMatchObject({ unclear: null, width: { middle: 1 }, rounds: 1 });
});

test('the table has a line a kind of run, and says which bars fail', () => {
  const text = decideLines(decideRows(RUNS.filter(({ arm }) => arm !== 'short'))).join('\n');
  expect(text).toMatch(/the other revision, default +2 +160\.0 \(150\.0\.\.170\.0\) +9\.5 \(9\.\.10\)/);
  expect(text).toMatch(
    /this build, as long +3 \(2\.\.4\) +0\.2[23] \(0\.20\.\.0\.25\) +0\.2[23] \(0\.20\.\.0\.25\) +0\.25 \(0\.20\.\.0\.30\) +1 of 2/,
  );
  expect(text).toContain('holds: a default run takes at most 100 s');
  expect(text).toContain('not shown: in 30 s more primary rows');
});

test('each round has a new order of all kinds, and the equal run knows how long the other took', () => {
  const orders = ordersOf(200, 3);
  for (const order of orders) {
    expect([...order].sort()).toEqual([...ARMS].sort());
    expect(order.indexOf('base')).toBeLessThan(order.indexOf('equal'));
  }
  expect(new Set(orders.map((order) => order.join())).size).toBe(12);
  expect(ordersOf(20, 3)).toEqual(orders.slice(0, 20));
  expect(ordersOf(20, 4)).not.toEqual(orders.slice(0, 20));
});
