// What runs of equal programs call is counted, whoever was slowed is counted apart, and a bar that is missed fails.
import { expect, test } from 'vitest';
import type { Comparison } from '../../harness/contract/result.ts';
import { honestLines } from './honest-lines.ts';
import { honestRows } from './honest-rows.ts';

const row = (verdict: Comparison['verdict'], over: Partial<Comparison> = {}): Comparison => ({
  scenario: 's',
  set: 'p',
  metric: 'time',
  primary: true,
  reference: 'node/promises',
  subject: 'node+copy2/promises',
  scale: 'ratio',
  verdict,
  estimate: 1,
  low: 0.99,
  high: 1.01,
  pairs: 8,
  level: 0.99,
  detectable: null,
  reason: '',
  sampling: 'sliced',
  ...over,
});
const many = (count: number, ...args: Parameters<typeof row>): Comparison[] =>
  Array.from({ length: count }, () => row(...args));
const SLOWED = { subject: 'node+copy1/promises', percent: 5 };
const COPY = { subject: SLOWED.subject, estimate: 1.05 };

test('rows and runs that call something are counted, primary rows and others apart', () => {
  const summary = honestRows(
    [
      { comparisons: [...many(98, 'same'), row('faster'), row('slower', { primary: false })] },
      { comparisons: [...many(99, 'unclear'), row('not-comparable', { estimate: null })] },
    ],
    null,
  );
  expect(summary.primary).toMatchObject({ hits: 1, trials: 198 });
  expect(summary.others).toMatchObject({ hits: 1, trials: 1 });
  expect(summary.all).toMatchObject({ hits: 2, trials: 199 });
  expect(summary.runs).toMatchObject({ hits: 1, trials: 2 });
  expect(summary.rows[1]?.primary).toMatchObject({ rows: 99, unclear: 99, without: 1 });
  expect(summary.bars.map(({ holds }) => holds)).toEqual([null, null]);
  expect(summary.slowed).toBeNull();
});

test('the bars hold at one run in twenty and two rows in a thousand', () => {
  const quiet = Array.from({ length: 19 }, () => ({ comparisons: many(50, 'same') }));
  const one = { comparisons: [...many(48, 'same'), ...many(2, 'slower')] };
  expect(honestRows([...quiet, one], null).bars.map(({ holds }) => holds)).toEqual([true, true]);
  const three = { comparisons: [...many(47, 'same'), ...many(3, 'slower')] };
  expect(honestRows([...quiet, three], null).bars.map(({ holds }) => holds)).toEqual([false, true]);
});

test('few rows and few runs show nothing good, but they can show enough that is bad', () => {
  const holding = (...runs: readonly Comparison[][]) =>
    honestRows(
      runs.map((comparisons) => ({ comparisons })),
      null,
    ).bars.map(({ holds }) => holds);
  expect(holding(many(999, 'same'))).toEqual([null, null]);
  expect(holding(many(1000, 'same'))).toEqual([true, null]);
  expect(holding(many(3, 'faster'))).toEqual([false, null]);
  expect(holding([row('slower')], [row('slower')])).toEqual([null, false]);
});

test('a slowed subject is to be found by its primary rows in slices; its other rows there count nowhere', () => {
  const comparisons = [
    ...many(19, 'slower', COPY),
    row('unclear', COPY),
    row('slower', { ...COPY, primary: false }),
    // Nothing was put into what is not sliced: these are rows of equal programs.
    row('slower', { ...COPY, sampling: 'plain' }),
    row('same', { ...COPY, sampling: 'duet', primary: false }),
    ...many(10, 'same'),
  ];
  const { slowed, primary, others, bars } = honestRows([{ comparisons }], SLOWED);
  expect(slowed).toMatchObject({
    slower: { hits: 19, trials: 20 },
    faster: 0,
    same: 0,
    estimates: { middle: 1.05 },
    cells: [{ cell: 's p time', slower: 19, rows: 20 }],
  });
  expect([primary, others]).toMatchObject([
    { hits: 1, trials: 11 },
    { hits: 0, trials: 1 },
  ]);
  expect(bars.map(({ holds }) => holds)).toEqual([null, null, true]);
});

test('a slowed subject that is missed fails its bar, also where it has no interval', () => {
  const comparisons = [...many(17, 'slower', COPY), row('same', COPY), row('faster', COPY)];
  const missing = row('not-comparable', { ...COPY, estimate: null });
  const { slowed, bars } = honestRows([{ comparisons: [...comparisons, missing] }], SLOWED);
  expect(slowed).toMatchObject({ slower: { hits: 17, trials: 20 }, faster: 1, same: 1 });
  expect(bars.at(-1)?.holds).toBe(false);
});

test('without runs nothing is shown', () => {
  const { rows, bars } = honestRows([], SLOWED);
  expect(rows).toEqual([]);
  expect(bars.map(({ holds }) => holds)).toEqual([null, null, null]);
});

test('each called row is named with its run', () => {
  const comparisons = [row('slower', { estimate: 1.02, low: 1.011, high: 1.029 }), ...many(2, 'faster')];
  const text = honestLines(honestRows([{ comparisons: [] }, { comparisons }], null)).join('\n');
  expect(text).toContain(
    'run 2: s p node+copy2/promises time (primary) slower: 1.020 (1.011 to 1.029), 8 pairs',
  );
  expect(text).toContain('FAILS: at most 0.2 %');
  const slowed = honestLines(honestRows([{ comparisons: many(3, 'slower', COPY) }], SLOWED)).join('\n');
  expect(slowed).toMatch(/slowed rows called slower +3 of 3 = 100\.00 %[^]*s p time: 3 of 3/);
});
