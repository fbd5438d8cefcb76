// Thresholds of a project take the place of the smallest effects of the scenarios, and one that means nothing is refused.
import { expect, test } from 'vitest';
import { FailureError } from '../contract/failure.ts';
import { refuseUnknownThresholds, withThresholds } from './thresholds.ts';

const scenarios = ['timers.mass', 'dispatch.turn'].map((id) => ({
  id,
  title: 'kept as it is',
  metrics: [
    { id: 'cpu', unit: 'ns', minimumEffect: 0.01 },
    { id: 'p50', unit: 'ns', minimumEffect: 100 },
  ],
}));
const effects = (thresholds: Readonly<Record<string, number>>): readonly number[] =>
  withThresholds(scenarios, thresholds).flatMap(({ metrics }) => metrics.map((each) => each.minimumEffect));

test('without thresholds nothing is touched', () => {
  expect(withThresholds(scenarios, {})).toBe(scenarios);
});

test('a metric of one scenario wins over the metric of all', () => {
  expect(effects({ cpu: 0.05 })).toEqual([0.05, 100, 0.05, 100]);
  expect(effects({ cpu: 0.05, 'timers.mass/cpu': 0.2 })).toEqual([0.2, 100, 0.05, 100]);
  expect(withThresholds(scenarios, { cpu: 0.05 })[0]?.title).toBe('kept as it is');
});

test('a threshold for no metric is refused with the nearest name', () => {
  expect(() => refuseUnknownThresholds(scenarios, { 'timers.mass/cpu': 1, p50: 1 }, null)).not.toThrow();
  const attempt = () => refuseUnknownThresholds(scenarios, { 'timers.mas/cpu': 1 }, '/p/evenloop.config.ts');
  expect(attempt).toThrow(FailureError);
  expect(attempt).toThrow(
    '/p/evenloop.config.ts: thresholds has "timers.mas/cpu", which is no metric of any scenario.',
  );
});
