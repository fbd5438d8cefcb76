// The smallest effects by which the engine decides on a cell: those of its two metrics of slices.
import type { MetricSpec } from '../contract/metric.ts';
import { USUAL_EFFECTS } from './metric-finding.ts';
import type { PairEffects } from './metric-finding.ts';

/** As the scenario says, or the project in its place: the engine stops where the rows of both metrics can have a verdict. */
export function effectsOf({ metrics }: { readonly metrics: readonly MetricSpec[] }): PairEffects {
  const of = (wanted: MetricSpec['source']['kind']): number | undefined =>
    metrics.find(({ source: { kind } }) => kind === wanted)?.minimumEffect;
  return {
    sliceMedian: of('slice-time') ?? USUAL_EFFECTS.sliceMedian,
    cpuMean: of('slice-cpu') ?? USUAL_EFFECTS.cpuMean,
  };
}
