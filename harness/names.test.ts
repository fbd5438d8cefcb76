// One word, one meaning: no two files export a type of the same name, and no retired name stands in code.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SOURCE_ROOT } from './testing/fake-runtime.ts';
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

/** Names that had a second meaning or none outside of this project; the vocabulary of ARCHITECTURE.md has the words of today. */
const RETIRED: readonly RegExp[] = [
  /\b(SliceLane|in[A-Z]\w*Lanes|inLanes|lanes)\b/g,
  /\b(takeTurns|warmupRounds|oneRound|turnsNs)\b/g,
  /\b([mM]eetings?|meetings?(Of|Plan)|openMeeting)\b/g,
  /\b(\w*Wish(es)?|wish(Of|es)?|Manner|manner(Of)?)\b/g,
  /\b(Attendee|Attended|attendees?|keepOff|settleOrchestrator|unfound)\b/g,
  /\b(twins?|toss|background|comparedBackground)\b/g,
];

/** Former names of what is stored, a lane of a wide integer, and the slices protocol, which says `takeTurns`: see the vocabulary. */
const KEEP: Readonly<Record<string, readonly string[]>> = {
  'harness/store/upgrade-results.ts': ['lanes', 'background', 'twin'],
  'scripts/test-mutants.mjs': ['lanes'],
  'runners/python/evenloop_runner/digest.py': ['lanes'],
  'runners/node/slices.ts': ['takeTurns'],
  'runners/node/session.ts': ['takeTurns'],
};

/** Comments, texts and docstrings speak to people; what is left are names. */
function withoutTexts(path: string, text: string): string {
  const comments = path.endsWith('.py') ? /"""[\s\S]*?"""|#.*/g : /\/\/.*|\/\*[\s\S]*?\*\//g;
  return text.replaceAll(comments, '').replaceAll(/'[^'\n]*'|"[^"\n]*"/g, '');
}

const pythonSources = (): string[] =>
  readdirSync(join(SOURCE_ROOT, 'runners/python'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .map((path) => join('runners/python', path));

function retiredIn(files: readonly (readonly [path: string, text: string])[]): string[] {
  return files.flatMap(([path, text]) => {
    const names = RETIRED.flatMap((words) =>
      [...withoutTexts(path, text).matchAll(words)].map(([name]) => name),
    );
    const kept = new Set(KEEP[path]);
    return [...new Set(names)].filter((name) => !kept.has(name)).map((name) => `${path}: ${name}`);
  });
}

test('a retired name stands in no code', () => {
  const files = [...sources(), ...pythonSources()]
    .filter((path) => /^(harness|runners|reports|bench|scripts)\//.test(path) && !isTest(path))
    .map((path) => [path, readSource(path)] as const);
  expect(files.length).toBeGreaterThan(500);
  expect(retiredIn(files)).toEqual([]);
  const known = new Set(files.map(([path]) => path));
  expect(Object.keys(KEEP).filter((path) => !known.has(path))).toEqual([]);
});

test('a retired name is found as a name, and not in a comment or a text', () => {
  const found = retiredIn([
    ['a.ts', "// A meeting.\nconst meeting = 'twin';\nconst text = 'lanes';"],
    ['b.ts', 'export interface LoadWish {}\nfunction mannerOf(): void {}'],
    ['harness/store/upgrade-results.ts', "renamed(value, { lanes: 'aaChecks' })"],
    ['c.py', 'def f() -> None:\n    """A wish."""\n    keepOff()  # attendees'],
  ]);
  expect(found).toEqual(['a.ts: meeting', 'b.ts: LoadWish', 'b.ts: mannerOf', 'c.py: keepOff']);
});
