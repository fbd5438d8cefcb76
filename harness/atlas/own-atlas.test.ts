// The atlas of this repository: every row of every profile and every known divergence has one place in it, every behaviour has words.
import { expect, test } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import { findPackage } from '../orchestrate/package-root.ts';
import { buildAtlas } from './build-atlas.ts';
import { loadRunners, loadSources } from './load-sources.ts';
import { pathsOf, shortPaths, valuesOf } from './profile-values.ts';
import { readAtlas } from './read-checks.ts';

const { root } = findPackage();
const sources = loadSources(root, scenarios);
const runners = loadRunners(root, []);
const own = readAtlas(`${root}/docs/atlas.json`);
const atlas = buildAtlas({ sources, runners, observed: own === null ? [] : [own] });
const rows = atlas.sections.flatMap((section) => section.rows);
const runnerOf = (id: string): string => id.split('@')[0] ?? '';

test('each value of each row of each profile stands in exactly one row, in the columns of its runner', () => {
  let values = 0;
  for (const { scenario, profiles } of sources) {
    if (profiles === null) continue;
    const short = shortPaths(pathsOf(profiles));
    for (const [runner, list] of Object.entries(profiles))
      for (const row of list)
        for (const [path, value] of runner === '*' ? [] : valuesOf(row)) {
          values++;
          const places = rows.flatMap(({ id, cells }) =>
            cells.some(
              (cell) =>
                cell.since === row.since &&
                cell.value === value &&
                runnerOf(cell.columns[0] ?? '') === runner,
            ) && id === `${scenario.id}/${short.get(path)}`
              ? [id]
              : [],
          );
          expect([scenario.id, runner, row.since, path, places.length]).toEqual([
            scenario.id,
            runner,
            row.since,
            path,
            1,
          ]);
        }
    const others = atlas.sections.find(({ id }) => id === scenario.id)?.others ?? [];
    expect(others.map(({ since }) => since)).toEqual(profiles['*'].map(({ since }) => since));
  }
  expect(values).toBeGreaterThan(500);
});

test('each known divergence stands in exactly one row: that of its rule', () => {
  const entries = sources.flatMap(({ scenario, known }) => known.map((entry) => ({ scenario, entry })));
  expect(entries.length).toBeGreaterThan(50);
  for (const { scenario, entry } of entries) {
    const places = rows.filter(
      ({ id, kind, cells }) =>
        kind === 'rule' &&
        id.startsWith(`${scenario.id}/`) &&
        cells.some(({ divergences = [] }) => divergences.some((each) => each.id === entry.id)),
    );
    expect(places.map(({ id }) => id)).toEqual([`${scenario.id}/${entry.rule}`]);
  }
});

test('no two rows have one id', () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test('every behaviour has words, and words are of behaviours, runners and rules that there are', () => {
  for (const { scenario, profiles, words } of sources) {
    const paths = profiles === null ? [] : pathsOf(profiles);
    expect([scenario.id, Object.keys(words?.behaviours ?? {}).sort()]).toEqual([
      scenario.id,
      [...paths].sort(),
    ]);
    const rules = scenario.rules.map(({ id }) => id);
    expect(rules).toEqual(expect.arrayContaining(words?.rules ?? []));
    const promised = Object.values(words?.behaviours ?? {}).flatMap(({ guaranteed = {} }) =>
      Object.keys(guaranteed),
    );
    expect(runners.map(({ id }) => id)).toEqual(expect.arrayContaining(promised));
  }
});
