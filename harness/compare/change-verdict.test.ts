// A row of two builds or runs without a verdict says why, also where its own interval would have given one.
import { expect, test } from 'vitest';
import { pairedInterval } from '../stats/paired-interval.ts';
import { decideChanges } from './change-verdict.ts';
import type { OpenChange } from './change-verdict.ts';
import { INTERVAL_LEVEL, effectBand } from './scale.ts';
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

/** Eight pairs around this logarithm, which differ by 2 %. */
function row(subject: string, middle: number): OpenChange {
  const pairs = Array.from({ length: 8 }, (_, pair) => middle + (pair % 2 === 0 ? 0.01 : -0.01));
  const head = { scenario: 's', set: 'p', subject, metric: metric.id, primary: true, scale: metric.scale };
  const interval = pairedInterval(pairs, INTERVAL_LEVEL);
  return { kind: 'open', head, metric, interval, band: effectBand(metric), note: '' };
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

test('an interval that reaches into what does not count is too wide', () => {
  const [open] = decideChanges([row('x', 0.01)]);
  expect(open).toMatchObject({ verdict: 'inconclusive', reason: 'the interval is too wide to decide' });
});
