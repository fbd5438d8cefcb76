// The catalogue over a folder made for the test.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { scenarioRoots } from './scenario-roots.ts';
import { readCatalogue } from './workload-catalogue.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenloop-catalogue-'));
afterAll(() => rmSync(folder, { recursive: true }));
const root = pathToFileURL(`${folder}/scenarios/`);

function put(path: string, content = 'export function open() { return { opened: true }; }'): void {
  const at = join(folder, path);
  mkdirSync(join(at, '..'), { recursive: true });
  writeFileSync(at, content);
}

writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
put('outside/secret/promises.js');
put('scenarios/timers/tick/promises.js');
put('scenarios/timers/tick/callbacks.js');
put('scenarios/timers/tick/scenario.js');
put('scenarios/timers/tick/telepathy.js');
put('scenarios/timers/tick/promises.test.js');
put('scenarios/timers/wordless/events.js', 'export const nothing = 1;');
put('scenarios/timers/broken/events.js', 'syntax error here');
put('scenarios/timers/only_python/coroutines.py');
put('scenarios/timers/not-a-name/promises.js');
put('scenarios/timers/shared/promises.js');
put('scenarios/index.js');

it('lists each scenario with its styles, and nothing else', () => {
  const { scenarios } = readCatalogue(root);
  expect(scenarios.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
    { id: 'timers.broken', styles: ['events'] },
    { id: 'timers.tick', styles: ['callbacks', 'promises'] },
    { id: 'timers.wordless', styles: ['events'] },
  ]);
});

it('loads what it lists', async () => {
  const open = await readCatalogue(root).load('timers.tick', 'promises');
  expect(open).toBeTypeOf('function');
});

it.each([
  ['timers.nowhere', 'promises'],
  ['timers.tick', 'streams'],
  ['timers.tick', 'scenario'],
  ['timers.tick', 'telepathy'],
  ['timers.not-a-name', 'promises'],
  ['timers.shared', 'promises'],
  ['timers/tick', 'promises'],
  ['../outside.secret', 'promises'],
  ['timers.tick', '../../../outside/secret/promises'],
  ['constructor', 'constructor'],
])('has no workload %s in the style %s', async (scenario, style) => {
  expect(await readCatalogue(root).load(scenario, style)).toBeNull();
});

it('says when a workload has no open, or cannot be read', async () => {
  const catalogue = readCatalogue(root);
  await expect(catalogue.load('timers.wordless', 'events')).rejects.toThrow('exports no function named open');
  await expect(catalogue.load('timers.broken', 'events')).rejects.toThrow();
});

it('takes workloads from several folders, by every extension that Node loads', async () => {
  put('more/shop/till2/promises.mjs');
  put('more/shop/till2/callbacks.js');
  put('more/shop/till2/callbacks.mjs', 'export const compiled = false;');
  put('more/shop/node_modules/promises.mjs');
  put('more/node_modules/till/promises.mjs');
  const catalogue = readCatalogue(root, pathToFileURL(`${folder}/more/`));
  expect(catalogue.scenarios).toContainEqual({ id: 'shop.till2', styles: ['callbacks', 'promises'] });
  expect(catalogue.scenarios).toHaveLength(4);
  expect(await catalogue.load('shop.till2', 'callbacks')).toBeTypeOf('function');
  expect(await catalogue.load('timers.tick', 'promises')).toBeTypeOf('function');
});

it('refuses two folders that have workloads of one scenario', () => {
  put('twice/timers/tick/events.mjs');
  expect(() => readCatalogue(root, pathToFileURL(`${folder}/twice/`))).toThrow(
    `two folders have workloads of timers.tick: ${join(folder, 'scenarios/timers/tick/')} and ${join(folder, 'twice/timers/tick/')}`,
  );
});

it('takes the folders that the harness names after its own, and its own but once', () => {
  const own = fileURLToPath(new URL('../../scenarios/', import.meta.url));
  const sources = fileURLToPath(new URL('../../../scenarios', import.meta.url));
  const paths = (named?: string): string[] => scenarioRoots(named).map((url) => fileURLToPath(url));
  expect(paths()).toEqual([own]);
  expect(paths('')).toEqual([own]);
  expect(paths([sources, '/a b', '/c'].join(delimiter))).toEqual([own, '/a b/', '/c/']);
});

it('knows its own folder by any path: a process that is measured gets a link to the package', () => {
  const [sources, link] = [join(folder, 'the-sources'), join(folder, 'a-link')];
  mkdirSync(sources);
  symlinkSync(sources, link);
  expect(scenarioRoots(link, sources)).toHaveLength(1);
  expect(scenarioRoots(join(folder, 'another'), sources)).toHaveLength(2);
});

it('offers nothing where there is no folder', () => {
  expect(readCatalogue(pathToFileURL(`${folder}/nowhere/`)).scenarios).toEqual([]);
});
