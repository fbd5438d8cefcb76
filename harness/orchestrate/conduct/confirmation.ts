// A regression is measured a second time, with fresh pairs from a new seed, before it may fail anything.
import { compareSides } from '../../compare/compare-sides.ts';
import type { Change } from '../../contract/result.ts';
import type { PlanRequest } from '../../plan/make-plan.ts';
import { cellViews } from '../assemble/cell-views.ts';
import type { CellSources } from '../assemble/cell-views.ts';
import { random32 } from '../chance.ts';
import { gateDecisions } from './gate-decisions.ts';
import { contrastsOf } from './slice-contrasts.ts';
import { scenarioViews } from '../assemble/views.ts';

/** What a ledger says of two builds. */
export function changesOf(sources: CellSources): readonly Change[] {
  const { plan, ledger } = sources;
  return compareSides({
    cells: cellViews(sources),
    scenarios: scenarioViews(plan),
    contrast: contrastsOf(ledger, plan.repetitions),
    decided: gateDecisions(ledger).ofMetric,
  }).changes;
}

/** Only the cells with a primary regression, in new orders; null where there is none. */
export function planAgain(changes: readonly Change[], planning: PlanRequest): PlanRequest | null {
  const flagged = changes.filter(({ verdict, primary }) => verdict === 'regression' && primary);
  const wanted = planning.wanted.flatMap(({ scenario, subjects }) => {
    const ids = new Set(
      flagged.filter((change) => change.scenario === scenario.id).map(({ subject }) => subject),
    );
    const again = subjects.filter(({ id }) => ids.has(id));
    return again.length === 0 ? [] : [{ scenario, subjects: again }];
  });
  if (wanted.length === 0) return null;
  const used = new Set(wanted.flatMap(({ subjects }) => subjects.map(({ runtime }) => runtime)));
  return {
    ...planning,
    wanted,
    runtimes: planning.runtimes.filter(({ id }) => used.has(id)),
    seed: random32(),
  };
}
