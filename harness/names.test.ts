// One word, one meaning: no two files export a type of the same name.
import { expect, test } from 'vitest';
import { isTest, readSource, sources } from './testing/imports.ts';

const EXPORTED = /^export (?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm;

/** Names that more than one of these files exports, with the files. */
function exportedTwice(files: readonly (readonly [path: string, text: string])[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const [path, text] of files)
    for (const [, name = ''] of text.matchAll(EXPORTED))
      places.set(name, (places.get(name) ?? new Set()).add(path));
  return [...places].flatMap(([name, paths]) =>
    paths.size > 1 ? [`${name}: ${[...paths].sort().join(', ')}`] : [],
  );
}

test('no type name is exported by two files', () => {
  const files = sources()
    .filter((path) => path.endsWith('.ts') && !isTest(path))
    .map((path) => [path, readSource(path)] as const);
  expect(files.length).toBeGreaterThan(500);
  expect(exportedTwice(files)).toEqual([]);
});

test('a name that stands twice is found', () => {
  const twice = exportedTwice([
    ['a.ts', 'export interface Turn {}\nexport type Only = 1;'],
    ['b.ts', 'export type Turn = string;'],
    ['c.ts', "export type { Turn } from './a.ts';"],
  ]);
  expect(twice).toEqual(['Turn: a.ts, b.ts']);
});
