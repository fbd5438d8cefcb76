// Thresholds of a project take the place of the smallest effects of the scenarios, and one that means nothing is refused.
import { expect, test } from 'vitest';
import { FailureError } from '../contract/failure.ts';
import { judgedBy, refuseUnknownThresholds, withThresholds } from './thresholds.ts';

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

test('a stored run is judged by them, and the rest of it is as it was', () => {
  const run = { id: 'r', scenarios };
  expect(judgedBy(run, {})).toEqual(run);
  expect(judgedBy(run, { p50: 7 })).toMatchObject({
    id: 'r',
    scenarios: [{ metrics: [{ minimumEffect: 0.01 }, { minimumEffect: 7 }] }, {}],
  });
});

test.each([
  ['cpus', 'which is no metric of any scenario', 'cpu'],
  ['timers.mas/cpu', 'and there is no scenario timers.mas', 'timers.mass/cpu'],
  ['dispatch.turn/cpuu', 'and the metrics of dispatch.turn are cpu, p50', 'dispatch.turn/cpu'],
])('a threshold for %s is refused: %s, with the nearest name', (name, why, near) => {
  expect(() => refuseUnknownThresholds(scenarios, { 'timers.mass/cpu': 1, p50: 1 }, null)).not.toThrow();
  const attempt = () => refuseUnknownThresholds(scenarios, { p50: 1, [name]: 1 }, '/p/evenloop.config.ts');
  expect(attempt).toThrow(FailureError);
  expect(attempt).toThrow(`/p/evenloop.config.ts: thresholds has "${name}", ${why}.`);
  expect(attempt).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({ next: expect.stringContaining(`Did you mean "${near}"?`) }),
    }),
  );
});

test('what resembles nothing is answered with the form', () => {
  const attempt = () => refuseUnknownThresholds(scenarios, { 'something-else': 1 }, null);
  expect(attempt).toThrow('The config: thresholds has "something-else", which is no metric of any scenario.');
});
