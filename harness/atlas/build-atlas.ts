// The atlas: from profiles, rules, known divergences and what checks have observed. Pure.
import { ATLAS_SCHEMA } from '../contract/atlas.ts';
import type { Atlas, AtlasColumn, AtlasSection } from '../contract/atlas.ts';
import { PRODUCT } from '../contract/product.ts';
import { behaviourRows, othersOf } from './behaviour-rows.ts';
import type { ObservationsOf } from './behaviour-rows.ts';
import { columnsOf } from './columns.ts';
import { mergedCells } from './merged-cells.ts';
import type { Observed } from './observe.ts';
import { ruleRows } from './rule-rows.ts';
import type { AtlasRunner, AtlasSource } from './source.ts';

export interface AtlasInput {
  readonly sources: readonly AtlasSource[];
  readonly runners: readonly AtlasRunner[];
  /** Of several checks of one version and scenario the last one counts. */
  readonly observed: readonly Observed[];
}

/** The same input gives the same atlas. */
export function buildAtlas({ sources, runners, observed }: AtlasInput): Atlas {
  const all = new Map(
    observed.flatMap(({ observations }) =>
      observations.map((each) => [`${each.column} ${each.scenario}`, each] as const),
    ),
  );
  const checked = new Map(observed.flatMap((each) => each.columns.map((column) => [column.id, column])));
  const columns = columnsOf([...checked.values()], sources, runners);
  const sections = sources.map((source) => sectionOf(source, columns, observationsOf(source, columns, all)));
  return {
    schema: ATLAS_SCHEMA,
    tool: PRODUCT,
    columns: [...columns],
    sections: [...sections, declarations(columns, runners)],
    observations: sources.flatMap((source) => [...observationsOf(source, columns, all).values()]),
  };
}

function observationsOf(
  { scenario }: AtlasSource,
  columns: readonly AtlasColumn[],
  all: ReadonlyMap<string, Observed['observations'][number]>,
): ObservationsOf {
  return new Map(
    columns.flatMap(({ id }) => {
      const found = all.get(`${id} ${scenario.id}`);
      return found === undefined ? [] : [[id, found] as const];
    }),
  );
}

function sectionOf(
  source: AtlasSource,
  columns: readonly AtlasColumn[],
  observations: ObservationsOf,
): AtlasSection {
  const { id, title, summary } = source.scenario;
  const runners = [...new Set(columns.map(({ runner }) => runner))];
  return {
    id,
    title,
    summary,
    legend: source.words?.legend ?? '',
    rows: [...behaviourRows(source, columns, observations), ...ruleRows(source, columns, observations)],
    commands: Object.fromEntries(
      runners.map((runner) => [runner, `evenloop check --scenario ${id} --subject '${runner}*'`]),
    ),
    others: othersOf(source, columns),
  };
}

/** What the manifests say of their runtimes, and the rules therefore grant them. */
function declarations(columns: readonly AtlasColumn[], runners: readonly AtlasRunner[]): AtlasSection {
  const cells = columns.map((column) => {
    const runner = runners.find(({ id }) => id === column.runner);
    return {
      columns: [column.id],
      standing: runner === undefined ? ('not-observed' as const) : ('declared' as const),
      value: runner === undefined ? null : `${runner.timerEarlyNs / 1e6} ms`,
      link: null,
    };
  });
  return {
    id: 'runners',
    title: 'What runners declare',
    summary: 'Tolerances that a runner claims in its runner.json, and that the rules about time grant.',
    legend: '',
    rows: [
      {
        id: 'runners/timerEarlyNs',
        kind: 'tolerance',
        text: 'How early a timer may fire: rules such as T3 demand the rest of the delay.',
        cells: mergedCells(cells),
      },
    ],
    commands: {},
    others: [],
  };
}
