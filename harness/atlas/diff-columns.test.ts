// What changed between two columns: only what was observed on both sides is compared.
import { expect, test } from 'vitest';
import type { Atlas, AtlasCell, AtlasColumn } from '../contract/atlas.ts';
import { diffColumns, findColumn } from './diff-columns.ts';

const column = (version: string, observed = true): AtlasColumn => ({
  id: `red@${version}`,
  runner: 'red',
  title: 'Red',
  version,
  loop: null,
  observed,
});
const COLUMNS = [column('1.5'), column('2.1'), column('2.10'), column('3', false)];

test.each([
  ['red@2', 'red@2.10'],
  ['red@2.1', 'red@2.1'],
  ['red@1', 'red@1.5'],
  ['red', 'red@2.10'],
  ['red@3', 'red@3'],
])('%s is %s: the newest that was checked', (name, id) => {
  const found = findColumn(COLUMNS, name);
  expect(found.ok && found.value.id).toBe(id);
});

test('a column that is not there is told with the nearest', () => {
  const found = findColumn(COLUMNS, 'red@4');
  expect(found.ok ? null : found.failure).toMatchObject({ code: 'EL1004', next: 'Did you mean "red@3"?' });
});

test('a change of value or standing is one; where one side was not observed, nothing is said', () => {
  const cells = (before: Partial<AtlasCell>, after: Partial<AtlasCell>): AtlasCell[] => [
    { columns: ['red@1.5'], standing: 'incidental', value: null, link: null, ...before },
    { columns: ['red@2.1'], standing: 'incidental', value: null, link: null, ...after },
  ];
  const row = (id: string, of: AtlasCell[]) => ({ id, kind: 'behaviour' as const, text: id, cells: of });
  const rows = [
    row('a', cells({ value: 'x' }, { value: 'y' })),
    row('b', cells({ value: 'x' }, { value: 'x', standing: 'guaranteed', link: 'https://example.org' })),
    row('c', cells({ value: 'x' }, { value: 'y', standing: 'not-observed' })),
    row('d', cells({ value: 'x', since: '1' }, { value: 'x', since: '2' })),
  ];
  const section = { id: 's', title: 's', summary: '', legend: '', rows, commands: {}, others: [] };
  const atlas: Atlas = {
    schema: 'evenloop/atlas@1',
    tool: { name: 'evenloop', version: '0' },
    columns: COLUMNS,
    sections: [section],
    observations: [],
  };
  const [from, to] = [column('1.5'), column('2.1')];
  const { changes, same, unknown } = diffColumns(atlas, from, to);
  expect([changes.map((change) => change.row), same, unknown]).toEqual([['a', 'b'], 1, 1]);
});
