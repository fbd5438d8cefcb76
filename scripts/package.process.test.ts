// What `npm pack` takes: the product, all that it imports, and no tests.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = 'dist/harness/cli/main.js';
let packed: ReadonlySet<string>;

beforeAll(() => {
  if (!existsSync(join(ROOT, MAIN)))
    throw new Error('There is no dist/: the package is made of it. Run `npm run build` first.');
  const { stdout, stderr, status } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm pack ended with ${status}: ${stderr}`);
  const [made] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
  packed = new Set(made.files.map(({ path }) => path));
});

test('the package has no tests, no support of tests and nothing that a build left behind', () => {
  const surplus = /\.test\.|(^|\/)(testing|tests|__pycache__)\/|\.tsbuildinfo$/;
  expect([...packed].filter((path) => surplus.test(path))).toEqual([]);
});

test('the package has the command, both runners, a scenario and the assets of the page', () => {
  const wanted = [
    MAIN,
    'dist/runners/node/main.js',
    'dist/scenarios/timers/sleep_loop/promises.js',
    'runners/node/runner.json',
    'runners/python/runner.json',
    'runners/python/evenloop_runner/__main__.py',
    'scenarios/timers/sleep_loop/coroutines.py',
    'scenarios/timers/sleep_loop/known-divergences.json',
    'schema/results.schema.json',
    'docs/wires.md',
    'harness/contract/fixtures/transcript.json',
    'harness/contract/fixtures/wires/edits.json',
    'examples/go-runner/main.go',
    'README.md',
  ];
  expect(wanted.filter((path) => !packed.has(path))).toEqual([]);
});

test('whatever a file of the package imports is in the package', () => {
  const missing: string[] = [];
  let imports = 0;
  for (const from of [...packed].filter((path) => path.startsWith('dist/') && path.endsWith('.js'))) {
    const statement = /^(?:import|export)\s+(?:[^'"();]*?\sfrom\s+)?['"](\.[^'"]+)['"]/gm;
    for (const [, target = ''] of readFileSync(join(ROOT, from), 'utf8').matchAll(statement)) {
      imports++;
      const path = join(from, '..', target);
      if (!packed.has(path)) missing.push(`${from}: ${path}`);
    }
  }
  expect(imports).toBeGreaterThan(1000);
  expect(missing).toEqual([]);
});
