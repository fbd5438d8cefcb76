// What the metrics of all scenarios have in common.
import { expect, test } from 'vitest';
import { samplingPlanOf } from '../harness/contract/scenario.ts';
import { scenarios } from './index.ts';

test('no metric lies further out than p99: beyond it a run has too few samples for a verdict', () => {
  const far = scenarios.flatMap(({ id, metrics }) =>
    metrics
      .filter(({ source }) => source.kind === 'sample-quantile' && source.q > 0.99)
      .map((one) => [id, one.id]),
  );
  expect(far).toEqual([]);
});

test('a p99 is never primary', () => {
  const primary = scenarios.flatMap(({ id, metrics }) =>
    metrics
      .filter((one) => one.primary && one.source.kind === 'sample-quantile' && one.source.q > 0.9)
      .map((one) => [id, one.id]),
  );
  expect(primary).toEqual([]);
});

test('what may be under way at once is a product of parameters that every set has', () => {
  for (const { id, inFlight = [], profiles } of scenarios)
    for (const set of Object.values(profiles).flat())
      for (const name of inFlight)
        expect([id, set.name, Number(set.params[name]) >= 1]).toEqual([id, set.name, true]);
});

test('a metric is not titled after slices where a set of its scenario has none', () => {
  const wrong = scenarios.flatMap((scenario) => {
    const sets = Object.values(scenario.profiles).flat();
    const sliced = sets.every((set) => samplingPlanOf(scenario, set).kind === 'sliced');
    return sliced
      ? []
      : scenario.metrics.filter(({ title }) => title.includes('slice')).map(({ id }) => [scenario.id, id]);
  });
  expect(wrong).toEqual([]);
});
