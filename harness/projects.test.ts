// The three projects of tests as a rule: a unit test starts no process, opens no browser and needs no build.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { BUILD, takeRefused } from './testing/unit-guard.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TOP = ['harness', 'scenarios', 'runners', 'reports', 'scripts', 'docs', 'bench'];
/** Itself about what it looks for. */
const EXEMPT = new Set(['harness/projects.test.ts', 'harness/testing/unit-guard.ts']);
const IMPORT = /^\s*(?:import|export)\s+(?!type\s)(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const OUTSIDE = /^(?:(?:node:)?child_process|execa|playwright-core)$/;

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const importsOf = (text: string): string[] => [...text.matchAll(IMPORT)].map((match) => match[1] ?? '');
const tests = TOP.flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
).filter((path) => path.endsWith('.test.ts'));
const units = tests.filter((path) => !/\.(process|browser)\.test\.ts$/.test(path));

/** The file and the test support it loads, however far away. */
function withSupport(path: string, seen = new Set<string>()): Set<string> {
  seen.add(path);
  for (const target of importsOf(read(path))) {
    const next = relative(ROOT, resolve(ROOT, dirname(path), target));
    if (target.startsWith('.') && /(^|\/)testing\//.test(next) && !seen.has(next)) withSupport(next, seen);
  }
  return seen;
}

/** Why this file makes a test more than a unit test, or null. */
function objection(path: string, text: string): string | null {
  const outside = importsOf(text).find((target) => OUTSIDE.test(target));
  if (outside !== undefined) return `${path} imports ${outside}`;
  return /['"`](?:\.\.?\/)*dist\//.test(text) ? `${path} names a file of the build` : null;
}

test('a unit test and its support import nothing that starts a process or a browser, and name no file of the build', () => {
  expect(units.length).toBeGreaterThan(100);
  const loaded = new Set<string>();
  for (const path of units) withSupport(path, loaded);
  const objections = [...loaded]
    .filter((path) => !EXEMPT.has(path))
    .map((path) => objection(path, read(path)));
  expect(objections.filter((line) => line !== null)).toEqual([]);
});

test('the search finds what it looks for', () => {
  for (const text of [
    `import { spawn } from 'node:child_process';`,
    `import { execa } from 'execa';`,
    `import { chromium } from 'playwright-core';`,
    `const main = new URL('../dist/harness/cli/main.js', import.meta.url);`,
  ])
    expect([text, objection('x.test.ts', text)]).not.toEqual([text, null]);
  expect(objection('x.test.ts', `import type { Page } from 'playwright-core';`)).toBeNull();
  expect(withSupport('harness/cli/replay.process.test.ts')).toContain('harness/cli/testing/run-cli.ts');
});

test('a process or a file of the build that a unit test reaches through other code is refused while it runs', () => {
  expect(() => spawnSync('true')).toThrow('*.process.test.ts');
  expect(() => readFileSync(join(BUILD, 'harness/cli/main.js'))).toThrow('*.process.test.ts');
  expect(takeRefused()).toEqual([
    expect.stringContaining('spawnSync true'),
    expect.stringContaining('dist/harness/cli/main.js'),
  ]);
});

test('every test in a browser shares the one that is started for all', () => {
  const browsers = tests.filter((path) => path.endsWith('.browser.test.ts'));
  expect(browsers.length).toBeGreaterThan(5);
  expect(browsers.filter((path) => !/testing\/browser-page\.ts'/.test(read(path)))).toEqual([]);
  const launching = TOP.flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
  ).filter((path) => /^reports\/.*\.ts$/.test(path) && /chromium\.launch\(/.test(read(path)));
  expect(launching).toEqual(['reports/testing/share-browser.ts']);
});
