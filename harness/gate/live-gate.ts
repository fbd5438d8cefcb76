// The gate as a user runs it: blocks of two until the engine can decide, timed.
import { decidingAnalyses, detectableAt } from '../compare/decide-pairs.ts';
import type { PairValue } from '../compare/decide-interim.ts';
import { effectsOf } from '../compare/pair-effects.ts';
import { INTERIM_ANALYSES } from '../compare/interim-analyses.ts';
import type { PairsVerdict } from '../contract/pairs.ts';
import { harnessNow } from '../run/clock.ts';
import { calibrationPlan } from './calibration-plan.ts';
import type { CalibratedCell } from './calibration-plan.ts';
import { collectPairs } from './collect-pairs.ts';
import type { CollectPlaces } from './collect-pairs.ts';
import type { Slowdown } from './slowdowns.ts';

export interface LiveVerdict {
  readonly cell: string;
  readonly slowdown: string;
  readonly verdict: PairsVerdict;
  readonly pairs: number;
  /** The smallest slowdown that these pairs could have detected, as a ratio; null where there were too few. */
  readonly detectable: number | null;
  /** From the start of the first process to the verdict. */
  readonly seconds: number;
}

/** Null when it was stopped, or too few blocks could be proved. */
export async function liveGate(
  cell: CalibratedCell,
  slowdown: Slowdown,
  places: CollectPlaces,
  { seed, random32 }: { readonly seed: number; readonly random32: () => number },
): Promise<LiveVerdict | null> {
  const blocks = INTERIM_ANALYSES.at(-1) ?? 0;
  const effects = effectsOf(cell.scenario);
  const plan = calibrationPlan(cell, { slowdowns: [slowdown], blocks, seed, random32 });
  const beganNs = harnessNow();
  const values: PairValue[] = [];
  for await (const block of collectPairs(cell, plan, places)) {
    const value = 'values' in block ? block.values.get(slowdown.id) : undefined;
    if (value === undefined) continue;
    values.push(value);
    if (!INTERIM_ANALYSES.includes(values.length)) continue;
    const look = decidingAnalyses(values, effects).at(-1)?.look;
    const verdict = look?.verdict ?? 'unclear';
    if (verdict === 'unclear' && values.length < blocks) continue;
    return {
      cell: cellName(cell),
      slowdown: slowdown.id,
      verdict,
      pairs: values.length,
      detectable: look === undefined ? null : detectableAt(look),
      seconds: (harnessNow() - beganNs) / 1e9,
    };
  }
  return null;
}

export function cellName({ scenario, set, subject }: CalibratedCell): string {
  return `${scenario.id}/${set.name}/${subject.id}`;
}
