// The source of pairs: the contrasts of slices where both cells have them, else the values of the same repetition.
import { expect, test } from 'vitest';
import { NO_CONTRAST, pairsOf, present } from './pairs.ts';
import { cellOf, sampleView } from '../testing/sample-run.ts';
import type { ScaledMetric } from './scale.ts';

const metricOf = (id: string): ScaledMetric => {
  const metric = sampleView.metrics.find((one) => one.id === id);
  if (metric === undefined) throw new Error(`no metric ${id}`);
  return metric;
};
const first = cellOf('node/promises', [100, 200, null, 400]);
const second = cellOf('python/coroutines', [200, 100, 300]);

test('repetitions that both cells have make pairs, on the scale of the metric, and the others are null', () => {
  const ratios = pairsOf(metricOf('cpu'), first, second, NO_CONTRAST);
  expect(ratios).toEqual([Math.log(200) - Math.log(100), Math.log(100) - Math.log(200), null, null]);
  expect(pairsOf(metricOf('p50'), first, second, NO_CONTRAST)).toEqual([100, -100, null, null]);
  expect(present(ratios)).toHaveLength(2);
});

test('what the slices say stands instead of the values, and only where they say something', () => {
  const contrast = ({ id }: ScaledMetric) => (id === 'cpu' ? [0.5, null] : null);
  expect(pairsOf(metricOf('cpu'), first, second, contrast)).toEqual([0.5, null]);
  expect(pairsOf(metricOf('p50'), first, second, contrast)).toEqual([100, -100, null, null]);
});
