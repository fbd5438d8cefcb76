// Pairs of a sliced block: slice against slice of the same round, from the ledger of the run.
import type { Contrast, Pairs } from '../../compare/pairs.ts';
import type { Cell } from '../../contract/result.ts';
import type { MetricSpec } from '../../contract/metric.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { InvocationValues } from '../../stats/measure.ts';
import { sliceContrast } from '../../stats/slice-contrast.ts';
import type { SliceContrast, SliceSeries } from '../../stats/slice-contrast.ts';
import { typicalIsCpu } from '../../stats/slice-values.ts';
import type { SliceValues } from '../../stats/slice-values.ts';
import { cellId } from './ledger.ts';
import type { CellEntry, Ledger } from './ledger.ts';

export function contrastsOf(ledger: Ledger, units: number): Contrast {
  const entries = new Map(ledger.cells.map((entry) => [cellId(entry.key), entry]));
  return (metric, first, second) => {
    const [a, b] = [entryOf(entries, first), entryOf(entries, second)];
    const spec = a?.scenario.metrics.find(({ id }) => id === metric.id);
    if (a === undefined || b === undefined || !isOfSlices(spec)) return null;
    const [ofA, ofB] = [slicesByUnit(a), slicesByUnit(b)];
    const pairs: Pairs = Array.from({ length: units }, (_, unit) => {
      const [one, other] = [ofA.get(unit), ofB.get(unit)];
      return one === undefined || other === undefined ? null : pairOf(spec, a.scenario, one, other);
    });
    return pairs.some((pair) => pair !== null) ? pairs : null;
  };
}

type SliceMetric = MetricSpec & { readonly source: { readonly kind: 'slice-median' | 'slice-cpu' } };

function isOfSlices(spec: MetricSpec | undefined): spec is SliceMetric {
  return spec?.source.kind === 'slice-median' || spec?.source.kind === 'slice-cpu';
}

const entryOf = (entries: ReadonlyMap<string, CellEntry>, cell: Cell): CellEntry | undefined =>
  entries.get(cell.id);

function slicesByUnit({ inspected }: CellEntry): ReadonlyMap<number, SliceValues> {
  const values = inspected.flatMap((one): InvocationValues[] => (one.values === null ? [] : [one.values]));
  return new Map(values.flatMap(({ unit, slices }) => (slices === null ? [] : [[unit, slices]])));
}

/** Null where a slice used no time at all that could be told: the pair says nothing. */
function pairOf({ source }: SliceMetric, scenario: Scenario, a: SliceValues, b: SliceValues): number | null {
  const contrast = alignedContrast(a, b);
  if (contrast === null) return null;
  if (source.kind === 'slice-cpu') return contrast.cpuTotal;
  return typicalIsCpu(scenario) ? contrast.cpuMedian : contrast.wallMedian;
}

/** Who searched the size of its slices has more of them: both begin where the warm-up in common began. */
export function alignedContrast(a: SliceValues, b: SliceValues): SliceContrast | null {
  const warmup = Math.min(a.warmup, b.warmup);
  const contrast = sliceContrast(
    without(a.series, a.warmup - warmup),
    without(b.series, b.warmup - warmup),
    warmup,
  );
  return contrast.kind === 'unusable' ? null : contrast;
}

function without({ wallNs, cpuNs, cpuEndNs, operations }: SliceSeries, first: number): SliceSeries {
  return {
    wallNs: wallNs.slice(first),
    cpuNs: cpuNs?.slice(first) ?? null,
    cpuEndNs: cpuEndNs?.slice(first) ?? null,
    operations,
  };
}
