// What a cell says, by what is known of it: nothing is guessed, and every row of a profile and every known divergence has one place.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Atlas, AtlasCell, AtlasObservation } from '../contract/atlas.ts';
import type { KnownDivergence } from '../contract/verdict.ts';
import { buildAtlas } from './build-atlas.ts';
import { pathsOf, rowDigest, shortPaths, valuesOf } from './profile-values.ts';
import type { AtlasSource } from './source.ts';

const RUNNERS = [
  { id: 'red', title: 'Red', timerEarlyNs: 1_000_000 },
  { id: 'blue', title: 'Blue', timerEarlyNs: 0 },
];
const PROFILES = {
  red: [
    { since: '1', cases: { turn: 'a b', only: 'x' } },
    { since: '3', cases: { turn: 'b a', only: 'x' } },
  ],
  blue: [{ since: '1', cases: { turn: 'a b' } }],
  '*': [{ since: '0', cases: { turn: 'a b' } }],
};
const KNOWN: KnownDivergence = {
  id: 'red/late',
  runner: 'red',
  versions: '<2',
  rule: 'T1',
  class: 'late',
  styles: ['callbacks'],
  status: 'may-fail',
  reason: 'It is late.',
  link: 'https://example.org/late',
};
const SOURCE: AtlasSource = {
  scenario: {
    id: 'made.up',
    version: 2,
    title: 'Made up',
    summary: 'Something.',
    rules: [
      { kind: 'forbid', id: 'T1', level: 'must', text: 'Nothing is late.', event: 'late' },
      { kind: 'forbid', id: 'P1', level: 'must', text: 'As the profile says.', event: 'other' },
    ],
  },
  profiles: PROFILES,
  words: {
    legend: '',
    rules: ['P1'],
    behaviours: {
      'cases.turn': {
        text: 'The order of a turn',
        guaranteed: { red: { since: '3', link: 'https://example.org/turn' } },
      },
      'cases.only': { text: 'Only red has it' },
    },
  },
  known: [KNOWN],
};

const checked = (version: string, over: Partial<AtlasObservation> = {}): AtlasObservation => ({
  column: `red@${version}`,
  scenario: 'made.up',
  version: 2,
  profile: rowDigest(PROFILES.red[version.startsWith('3') ? 1 : 0] ?? { since: '' }),
  styles: ['callbacks'],
  reason: null,
  unsupported: false,
  kept: ['P1', 'T1'],
  broken: [],
  ...over,
});

function atlasOf(observations: readonly AtlasObservation[], source: AtlasSource = SOURCE): Atlas {
  const columns = observations.map(({ column }) => {
    const [runner = '', version = ''] = column.split('@');
    return { id: column, runner, title: 'Red', version, loop: null, observed: true };
  });
  return buildAtlas({ sources: [source], runners: RUNNERS, observed: [{ columns, observations }] });
}

function cell(atlas: Atlas, row: string, column: string): Omit<AtlasCell, 'columns'> | undefined {
  const rows = atlas.sections.flatMap((section) => section.rows);
  const cells = rows
    .find(({ id }) => id === `made.up/${row}`)
    ?.cells.filter((each) => each.columns.includes(column));
  expect(cells?.length).toBe(1);
  const [{ columns: _, ...rest } = { columns: [] }] = cells ?? [];
  return rest as Omit<AtlasCell, 'columns'>;
}

test('without checks the columns are the versions from which on a profile says something else, and nothing was observed', () => {
  const atlas = atlasOf([]);
  expect(atlas.columns.map(({ id, observed }) => [id, observed])).toEqual([
    ['red@1', false],
    ['red@3', false],
    ['blue@1', false],
  ]);
  const rows = atlas.sections[0]?.rows ?? [];
  const standings = rows.flatMap(({ cells }) => cells.map(({ standing }) => standing));
  expect([...new Set(standings)].sort()).toEqual(['absent', 'divergent', 'not-observed']);
  expect(cell(atlas, 'turn', 'red@3')).toMatchObject({ standing: 'not-observed', value: 'b a', since: '3' });
});

test('a checked version is guaranteed from the version on that the documentation names, and incidental before', () => {
  const atlas = atlasOf([checked('2.5'), checked('3.1')]);
  expect(cell(atlas, 'turn', 'red@2.5')).toMatchObject({ standing: 'incidental', value: 'a b', link: null });
  expect(cell(atlas, 'turn', 'red@3.1')).toMatchObject({
    standing: 'guaranteed',
    value: 'b a',
    link: 'https://example.org/turn',
  });
  expect(cell(atlas, 'T1', 'red@2.5')).toEqual({ standing: 'kept', value: null, link: null });
  expect(cell(atlas, 'only', 'blue@1')).toMatchObject({ standing: 'absent', value: null });
});

test('what is known of one version says nothing of its neighbour', () => {
  const atlas = atlasOf([checked('2.5')]);
  expect(cell(atlas, 'T1', 'blue@1')).toMatchObject({ standing: 'not-observed' });
  expect(cell(atlas, 'turn', 'red@3')).toMatchObject({ standing: 'not-observed', value: 'b a' });
});

test('neighbours that say the same are one cell', () => {
  const atlas = atlasOf([checked('2.1'), checked('2.5')]);
  const [turn] = atlas.sections[0]?.rows ?? [];
  expect(turn?.cells.map(({ columns }) => columns)).toEqual([
    ['red@0'],
    ['red@2.1', 'red@2.5'],
    ['red@3'],
    ['blue@1'],
  ]);
});

test.each([
  ['of another version of the scenario', { version: 1 }, 'The scenario has changed since the check.'],
  ['by another row of the profile', { profile: '00000000' }, 'The profile has changed since the check.'],
  ['in which nothing was judged', { styles: [], reason: 'It crashed.', kept: [] }, 'It crashed.'],
])('a check %s was none', (_name, over, note) => {
  expect(cell(atlasOf([checked('2.5', over)]), 'turn', 'red@2.5')).toMatchObject({
    standing: 'not-observed',
    note,
  });
});

test('a rule that no invocation was judged by is not kept', () => {
  const atlas = atlasOf([checked('2.5', { kept: ['P1'] })]);
  expect(cell(atlas, 'T1', 'red@2.5')).toMatchObject({ standing: 'not-observed' });
});

test('what no style enacts is not supported, with the reason', () => {
  const atlas = atlasOf([
    checked('2.5', { unsupported: true, styles: [], kept: [], reason: 'It has no loop.' }),
  ]);
  for (const row of ['turn', 'T1'])
    expect(cell(atlas, row, 'red@2.5')).toMatchObject({ standing: 'unsupported', note: 'It has no loop.' });
});

test('a known divergence stands in its version, seen or not, and in no other', () => {
  const broken = [
    { rule: 'T1', class: 'late' as const, known: 'red/late', styles: ['callbacks'], runs: 1, of: 4 },
  ];
  const seen = atlasOf([checked('1.5', { kept: ['P1'], broken }), checked('2.5')]);
  expect(cell(seen, 'T1', 'red@1.5')?.divergences).toEqual([
    expect.objectContaining({ id: 'red/late', seen: { runs: 1, of: 4 } }),
  ]);
  expect(cell(seen, 'T1', 'red@2.5')?.standing).toBe('kept');
  const unseen = atlasOf([checked('1.5')]);
  expect(cell(unseen, 'T1', 'red@1.5')?.divergences).toEqual([expect.objectContaining({ seen: null })]);
});

test('a divergence that nothing explains says so, and a broken profile vouches for none of its values', () => {
  const broken = [
    { rule: 'P1', class: 'extra' as const, known: null, styles: ['callbacks'], runs: 2, of: 2 },
  ];
  const atlas = atlasOf([checked('3.1', { kept: ['T1'], broken })]);
  expect(cell(atlas, 'P1', 'red@3.1')?.divergences).toEqual([
    expect.objectContaining({ id: null, reason: 'No known divergence explains it.' }),
  ]);
  expect(cell(atlas, 'turn', 'red@3.1')).toMatchObject({ standing: 'divergent', value: 'b a', link: null });
});

test('runners without rows are told by what they are judged', () => {
  expect(atlasOf([]).sections[0]?.others).toEqual([
    { since: '0', as: ['blue@1'], values: { 'made.up/turn': 'a b' } },
  ]);
});

test('any profile and any list: each row of it and each entry stands in exactly one row of the atlas', () => {
  const version = fc.constantFrom('1', '2', '2.1', '3', '10');
  const value = fc.constantFrom('a', 'b', '', true, 3, ['x', 'y'], []);
  const row = fc.record({ since: version, one: value, two: fc.record({ three: value }) });
  const rows = fc.uniqueArray(row, { selector: ({ since }) => since, minLength: 1, maxLength: 3 });
  const known = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('p', 'q', 'r', 's'),
      runner: fc.constantFrom('red', 'blue', 'green'),
      versions: fc.constantFrom('', '>=2', '<2', '>=1 <3'),
      rule: fc.constantFrom('T1', 'P1', 'W3'),
    }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(rows, rows, known, fc.subarray(['1.5', '2.5', '4']), (red, others, entries, versions) => {
      const list = entries.map((entry) => ({ ...KNOWN, ...entry }));
      const source = { ...SOURCE, profiles: { red, '*': others }, words: null, known: list };
      const atlas = atlasOf(
        versions.map((each) => checked(each)),
        source,
      );
      const all = atlas.sections.flatMap((section) => section.rows);
      const short = shortPaths(pathsOf(source.profiles));
      for (const each of red)
        for (const [path, found] of valuesOf(each)) {
          const places = all.filter(
            ({ id, cells }) =>
              id === `made.up/${short.get(path)}` &&
              cells.some((one) => one.since === each.since && one.value === found),
          );
          expect([path, places.length]).toEqual([path, 1]);
        }
      for (const { id } of list) {
        const places = all.filter(({ cells, kind }) =>
          cells.some((each) => kind === 'rule' && each.divergences?.some((found) => found.id === id)),
        );
        expect([id, places.length]).toEqual([id, 1]);
      }
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      for (const { cells } of all)
        expect(cells.flatMap(({ columns }) => columns)).toEqual(atlas.columns.map(({ id }) => id));
    }),
  );
});
