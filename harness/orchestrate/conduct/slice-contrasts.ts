// Pairs of two builds in a sliced block: slice against slice of the same pass, from the ledger of the run.
import { NO_CONTRAST } from '../../compare/pairs.ts';
import type { Contrast, PairDifferences } from '../../compare/pairs.ts';
import { cellId } from '../../contract/invocation.ts';
import type { Cell } from '../../contract/result.ts';
import type { MetricSpec } from '../../contract/metric.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { InvocationValues } from '../../stats/measure.ts';
import { sliceContrast } from '../../stats/slice-contrast.ts';
import type { SliceContrast } from '../../stats/slice-contrast.ts';
import { typicalIsCpu } from '../../stats/slice-values.ts';
import type { SliceValues } from '../../stats/slice-values.ts';
import type { CellEntry, Ledger } from './ledger.ts';

/**
 * Across runtimes the values of the processes make the pairs: the median slice of a runtime that collects its garbage now and then is
 * one without a collection, and how often that is so depends on the length of a slice. Two builds of one runtime share that.
 */
export function contrastsOf(ledger: Ledger, repetitions: number): Contrast {
  if (!ledger.cells.some(({ key }) => key.side === 'base')) return NO_CONTRAST;
  const entries = new Map(ledger.cells.map((entry) => [cellId(entry.key), entry]));
  return (metric, first, second) => {
    const [a, b] = [entryOf(entries, first), entryOf(entries, second)];
    const spec = a?.scenario.metrics.find(({ id }) => id === metric.id);
    if (a === undefined || b === undefined || !isOfSlices(spec)) return null;
    const [ofA, ofB] = [slicesByRepetition(a), slicesByRepetition(b)];
    const pairs: PairDifferences = Array.from({ length: repetitions }, (_, repetition) => {
      const [one, other] = [ofA.get(repetition), ofB.get(repetition)];
      return one === undefined || other === undefined ? null : pairOf(spec, a.scenario, one, other);
    });
    return pairs.some((pair) => pair !== null) ? pairs : null;
  };
}

type SliceMetric = MetricSpec & { readonly source: { readonly kind: 'slice-time' | 'slice-cpu' } };

function isOfSlices(spec: MetricSpec | undefined): spec is SliceMetric {
  return spec?.source.kind === 'slice-time' || spec?.source.kind === 'slice-cpu';
}

const entryOf = (entries: ReadonlyMap<string, CellEntry>, cell: Cell): CellEntry | undefined =>
  entries.get(cell.id);

function slicesByRepetition({ inspected }: CellEntry): ReadonlyMap<number, SliceValues> {
  const values = inspected.flatMap((one): InvocationValues[] => (one.values === null ? [] : [one.values]));
  return new Map(values.flatMap(({ repetition, slices }) => (slices === null ? [] : [[repetition, slices]])));
}

/** Null where a slice used no time at all that could be told: the pair says nothing. */
function pairOf({ source }: SliceMetric, scenario: Scenario, a: SliceValues, b: SliceValues): number | null {
  const contrast = alignedContrast(a, b);
  if (contrast === null) return null;
  if (source.kind === 'slice-cpu') return contrast.cpuTotal;
  return typicalIsCpu(scenario) ? contrast.cpuMedian : contrast.wallMedian;
}

/** Slice against slice of the same round: what the gate decides by. Null where the two cannot be compared. */
export function alignedContrast(a: SliceValues, b: SliceValues): SliceContrast | null {
  const contrast = sliceContrast(a.series, b.series, a.warmup);
  return contrast.kind === 'unusable' ? null : contrast;
}
