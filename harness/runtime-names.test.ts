// Nothing decides by the name of a runtime: what the harness and the reports know of one stands in its manifest, or in what its runner says.
import { expect, test } from 'vitest';
import { isTestSupport, readSource, sources } from './testing/imports.ts';

/** Runtimes, implementations, languages and loops. */
const NAMES: ReadonlySet<string> = new Set(
  [
    'node nodejs bun deno javascript typescript v8 libuv',
    'python python3 cpython pypy graalpy asyncio uvloop trio',
    'golang goroutines tokio dotnet',
  ].flatMap((line) => line.split(' ')),
);

/** Files that may, and why. Tests may, and mutants: they are patches of the runners of this package. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'harness/contract/runner-manifest-v1.ts': 'what version 1 of runner.json left to the harness',
  'harness/contract/unsupported.ts': 'reasons that scenarios share, kept for them',
  'harness/contract/result.ts': 'the version of the program that runs the harness itself',
  'harness/run/environment/read-environment.ts': 'the same, read',
  'reports/html/tables/environment-facts.ts': 'the same, shown',
  'harness/compare/start-differences.ts': 'the options of that program, beside those of another run',
  'reports/export/asv.ts': 'a field of its format',
  'harness/gate/base-tree.ts': 'the folder of installed packages has a runtime in its name',
  'harness/init/start-project.ts': 'the same folder',
  'harness/init/started-lines.ts': 'the same folder',
  'harness/init/starter-files.ts': 'the same folder, and what a new project begins with',
  'harness/catalogue/find-scenarios.ts':
    'the folder of installed packages, and the version of the program that loads scenarios',
  'harness/catalogue/scenario-files.ts': 'the folder of installed packages has a runtime in its name',
  'harness/orchestrate/recover/sources.ts':
    'the program that runs evenloop, and the folder of installed packages',
  'harness/contract/module-file.ts': 'a feature of the program that loads scenarios',
  'reports/html/client/element.ts': 'a node of the page',
  'harness/orchestrate/fleet/engine-shard.ts': 'variables of engines that call a machine a node',
};

const COMMENTS = /\/\*[\s\S]*?\*\/|(?<!:)\/\/.*|^#!.*/g;
const IMPORTS = /^\s*(import|export)\b[^'"]*?\bfrom\s*['"][^'"]+['"];?|['"]node:[a-z_/]+['"]/gm;
const GLOBAL_TYPES = /\bNodeJS\.\w+/g;
const LITERALS = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** What a template computes is no text. */
const computedIn = (text: string): string =>
  text.startsWith('`') ? Array.from(text.matchAll(/\$\{([^}]*)\}/g), ([, code]) => code).join(' ') : '';

/** Names in identifiers, and in texts that are no sentence: a program compares with those, a person reads the others. */
function namesIn(source: string): string[] {
  const code = source
    .replaceAll(COMMENTS, '')
    .replaceAll(IMPORTS, '')
    .replaceAll(GLOBAL_TYPES, '')
    .replaceAll(LITERALS, (text) => (/\s/.test(text) ? `(${computedIn(text)})` : text));
  const words = code
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z][a-z\d]*/g);
  return (words ?? []).filter((word) => NAMES.has(word));
}

test('a name is seen in comparisons, keys, identifiers and patterns, and not in sentences, comments and imports', () => {
  expect(namesIn("if (manifest.id === 'node') act();")).toEqual(['node']);
  expect(namesIn('const order = { python: 1, javascript: 2 };')).toEqual(['python', 'javascript']);
  expect(namesIn("const isPythonRunner = (id) => id.startsWith('python/');")).toEqual(['python', 'python']);
  expect(namesIn('const WITHHELD = /^(DENO_.*|PYTHON.*)$/;')).toEqual(['deno', 'python']);
  expect(namesIn("say('Install Node.js, or Python.'); // as node does\nstop();")).toEqual([]);
  expect(namesIn('say(`for Python: ${python.title}`);')).toEqual(['python']);
  expect(namesIn("import { readFile } from 'node:fs';\nlet timer: NodeJS.Timeout;")).toEqual([]);
});

const LOGIC = [...sources('harness'), ...sources('reports')].filter(
  (path) => !isTestSupport(path) && !path.startsWith('harness/mutants/'),
);
const named = LOGIC.flatMap((path) => {
  const names = namesIn(readSource(path));
  return names.length === 0 ? [] : [{ path, names }];
});

test('no file of the harness and the reports names a runtime, but for those with a reason', () => {
  expect(LOGIC.length).toBeGreaterThan(300);
  expect(named.filter(({ path }) => !Object.hasOwn(EXCEPTIONS, path))).toEqual([]);
});

test('every exception is still one', () => {
  expect(named.map(({ path }) => path)).toEqual(expect.arrayContaining(Object.keys(EXCEPTIONS)));
});
