// A row of two builds or runs without a verdict says why, also where its own interval would have given one.
import { expect, test } from 'vitest';
import { pairedInterval } from '../stats/paired-interval.ts';
import { decideChanges, decidedWithoutNumbers } from './change-verdict.ts';
import type { OpenChange } from './change-verdict.ts';
import { INTERVAL_LEVEL, effectBand, sameBand } from './scale.ts';
import type { ScaledMetric } from './scale.ts';

const metric: ScaledMetric = {
  id: 'cpu',
  title: 'CPU',
  unit: 'ns',
  better: 'lower',
  scale: 'ratio',
  primary: true,
  minimumEffect: 0.01,
};

type OpenRow = Extract<OpenChange, { readonly kind: 'open' }>;

const HEAD = { scenario: 's', set: 'p', subject: 'x', metric: metric.id, primary: true, scale: metric.scale };

/** Eight pairs around this logarithm, which differ by 2 %. */
function row(subject: string, middle: number): OpenRow {
  const pairs = Array.from({ length: 8 }, (_, pair) => middle + (pair % 2 === 0 ? 0.01 : -0.01));
  const head = { ...HEAD, subject };
  const interval = pairedInterval(pairs, INTERVAL_LEVEL);
  return {
    kind: 'open',
    head,
    metric,
    interval,
    other: null,
    band: effectBand(metric),
    same: sameBand(metric),
    note: '',
  };
}

test('an interval beyond what counts is a verdict, and beside many other rows a reason why it is none', () => {
  const [alone] = decideChanges([row('x', 0.026)]);
  expect(alone).toMatchObject({ verdict: 'regression', reason: '' });
  const others = Array.from({ length: 60 }, (_, i) => row(`other ${i}`, 0));
  const [beside] = decideChanges([row('x', 0.026), ...others]);
  expect(beside?.low).toBeGreaterThan(1.01);
  expect(beside).toMatchObject({
    verdict: 'inconclusive',
    reason: 'its interval alone would decide, but not sure enough beside all other primary rows',
  });
});

test('an interval that reaches into what does not count is too wide, and one that excludes no difference says what it reaches into', () => {
  const [open] = decideChanges([{ ...row('x', 0), same: { low: 0.999, high: 1.001 } }]);
  expect(open).toMatchObject({ verdict: 'inconclusive', reason: 'the interval is too wide to decide' });
  const [excluding] = decideChanges([row('x', 0.02)]);
  expect(excluding?.low).toBeGreaterThan(1);
  expect(excluding).toMatchObject({
    verdict: 'inconclusive',
    reason: 'the interval excludes no difference, but not one that is too small to be called (1 %)',
  });
});

test.each([0, 1, 60])(
  'the smallest detectable change beside %i unchanged rows is the smallest that is called',
  (count) => {
    const others = Array.from({ length: count }, (_, i) => row(`other ${i}`, 0));
    const verdictAt = (middle: number) => decideChanges([row('x', middle), ...others])[0];
    const detectable = Math.log(verdictAt(0)?.detectable ?? 0);
    expect(detectable).toBeGreaterThan(Math.log(1.01));
    expect(verdictAt(detectable + 1e-6)?.verdict).toBe('regression');
    expect(verdictAt(detectable - 1e-6)?.verdict).not.toBe('regression');
    // It is a property of the interval, not of where that lies.
    expect(Math.log(verdictAt(0.3)?.detectable ?? 0)).toBeCloseTo(detectable, 9);
  },
);

test('a row that is not primary has the error of its own, and one without numbers could have found nothing', () => {
  const alone = decideChanges([row('x', 0)])[0]?.detectable;
  const among = decideChanges([
    row('x', 0),
    row('y', 0),
    { ...row('z', 0), metric: { ...metric, primary: false } },
    decidedWithoutNumbers(HEAD, 'new', ''),
  ]).map(({ detectable }) => detectable);
  expect(among[0]).toBeGreaterThan(alone ?? 0);
  expect(among[2]).toBe(alone);
  expect(among[3]).toBeNull();
});
