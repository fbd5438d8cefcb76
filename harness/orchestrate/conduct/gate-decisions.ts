// Two builds in a run so far: the engine's decision on each cell that is measured in slices, at the interim analyses of its schedule.
import type { PairValue } from '../../compare/decide-interim.ts';
import { decidePairs, decidingAnalyses } from '../../compare/decide-pairs.ts';
import type { Decision } from '../../compare/decide-pairs.ts';
import { INTERIM_ANALYSES } from '../../compare/interim-analyses.ts';
import { effectsOf } from '../../compare/pair-effects.ts';
import type { MetricDecision } from '../../compare/side-decision.ts';
import type { Cell } from '../../contract/result.ts';
import { cellId } from '../../contract/invocation.ts';
import type { CellKey } from '../../contract/invocation.ts';
import type { Step } from '../../contract/plan.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { SliceValues } from '../../stats/slice-values.ts';
import { typicalIsCpu } from '../../stats/slice-values.ts';
import type { CellEntry, Ledger } from './ledger.ts';
import { alignedContrast } from './slice-contrasts.ts';

/** The most repetitions that a cell of two builds may need: those of the last interim analysis. */
export const MOST_GATE_REPETITIONS = INTERIM_ANALYSES.at(-1) ?? 0;

/** After this many invocations without a pair, one of the two sides has no slices, and further invocations will not change that. */
const LOOKS_BEGIN = INTERIM_ANALYSES[0] ?? 0;

export interface GateDecisions {
  /** Null where the cell has no slices on both sides, or too few pairs. */
  readonly of: (cell: Pick<CellKey, 'scenario' | 'set' | 'subject'>) => Decision | null;
  /** Of one metric of a cell; null where the engine does not decide it. */
  readonly ofMetric: (metric: string, cell: Cell) => MetricDecision | null;
  /** True when a further repetition of this group can add nothing, because the engine has decided. */
  readonly isDecided: (steps: readonly Step[]) => boolean;
}

export function gateDecisions(ledger: Ledger): GateDecisions {
  const entry = (key: CellKey): CellEntry | undefined =>
    ledger.cells.find((one) => cellId(one.key) === cellId(key));
  const of: GateDecisions['of'] = ({ scenario, set, subject }) => {
    const base = entry({ scenario, set, subject, side: 'base' });
    const head = entry({ scenario, set, subject, side: 'head' });
    if (base === undefined || head === undefined) return null;
    const decision = decidePairs(pairValues(base, head), effectsOf(base.scenario));
    return decision.pairsUsed === 0 ? null : decision;
  };
  return {
    of,
    ofMetric(metric, cell) {
      const decision = of(cell);
      const look = decision?.looks.at(-1);
      const kind = entry({ ...cell, side: 'head' })?.scenario.metrics.find(({ id }) => id === metric)?.source
        .kind;
      if (decision === null || look === undefined) return null;
      if (kind === 'slice-time') return { decision, look: look.sliceMedian };
      return kind === 'slice-cpu' && look.cpuMean !== null ? { decision, look: look.cpuMean } : null;
    },
    isDecided([first]) {
      if (first === undefined || first.block.sampling !== 'sliced' || first.block.sides.length < 2)
        return false;
      const base = entry({ ...first.cell, side: 'base' });
      const head = entry({ ...first.cell, side: 'head' });
      if (base === undefined || head === undefined) return false;
      const pairs = pairValues(base, head);
      if (pairs.length === 0) return base.inspected.length >= LOOKS_BEGIN;
      const look = decidingAnalyses(pairs, effectsOf(base.scenario)).at(-1)?.look;
      return look !== undefined && INTERIM_ANALYSES.includes(pairs.length) && look.verdict !== 'unclear';
    },
  };
}

function pairValues(base: CellEntry, head: CellEntry): PairValue[] {
  const [a, b] = [byRepetition(base), byRepetition(head)];
  return [...a].flatMap(([repetition, first]) => {
    const second = b.get(repetition);
    const value = second && pairValue(base.scenario, first, second);
    return value === null || value === undefined ? [] : [value];
  });
}

interface Member {
  /** Its place in the plan: members are started in that order. */
  readonly place: number;
  readonly slices: SliceValues;
}

function byRepetition({ inspected }: CellEntry): Map<number, Member> {
  return new Map(
    inspected.flatMap(({ record, values }): [number, Member][] => {
      const slices = values?.slices ?? null;
      return slices === null ? [] : [[record.repetition, { place: Number.parseInt(record.id, 10), slices }]];
    }),
  );
}

function pairValue(scenario: Scenario, a: Member, b: Member): PairValue | null {
  const contrast = alignedContrast(a.slices, b.slices);
  if (contrast === null) return null;
  const { wallMedian, cpuMedian, cpuTotal } = contrast;
  const sliceMedian = typicalIsCpu(scenario) ? cpuMedian : wallMedian;
  return sliceMedian === null
    ? null
    : { first: a.place < b.place ? 'a' : 'b', sliceMedian, cpuMean: cpuTotal };
}
