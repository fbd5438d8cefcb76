// Rows of rules that every runtime has to keep: kept, broken, or not observed.
import { HARNESS_RULES } from '../check/harness-rules.ts';
import type { AtlasCell, AtlasColumn, AtlasObservation, AtlasRow } from '../contract/atlas.ts';
import type { ObservationsOf } from './behaviour-rows.ts';
import { divergencesOf } from './divergences.ts';
import { mergedCells } from './merged-cells.ts';
import type { AtlasSource } from './source.ts';
import { whyNotObserved } from './why-not-observed.ts';

/** Those of the scenario; of the harness's own, which hold everywhere, those that somebody breaks here. */
export function ruleRows(
  source: AtlasSource,
  columns: readonly AtlasColumn[],
  observations: ObservationsOf,
): readonly AtlasRow[] {
  const { scenario, known } = source;
  const broken = new Set([
    ...known.map(({ rule }) => rule),
    ...[...observations.values()].flatMap((each) => each.broken.map(({ rule }) => rule)),
  ]);
  const own = new Set(scenario.rules.map(({ id }) => id));
  const rules = [...scenario.rules, ...HARNESS_RULES.filter(({ id }) => broken.has(id) && !own.has(id))];
  return rules.map(({ id, text }) => ({
    id: `${scenario.id}/${id}`,
    kind: 'rule',
    text,
    cells: mergedCells(columns.map((column) => cellOf(id, source, column, observations.get(column.id)))),
  }));
}

function cellOf(
  rule: string,
  source: AtlasSource,
  column: AtlasColumn,
  observation: AtlasObservation | undefined,
): AtlasCell {
  const base = { columns: [column.id], value: null, link: null };
  if (observation?.unsupported === true)
    return { ...base, standing: 'unsupported', note: observation.reason ?? '' };
  const divergences = divergencesOf(rule, source, column, observation);
  if (divergences.length > 0) return { ...base, standing: 'divergent', divergences: [...divergences] };
  const why = whyNotObserved(observation, source.scenario.version, null);
  if (why !== null) return { ...base, standing: 'not-observed', note: why };
  if (observation?.kept.includes(rule) === true) return { ...base, standing: 'kept' };
  return { ...base, standing: 'not-observed', note: 'No invocation of the check was judged by this rule.' };
}
