// Scenarios from folders made for the test: which are loaded, and what is said of those that cannot be.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import { FailureError } from '../contract/failure.ts';
import { folderOf, rootsOf } from '../contract/scenario-origin.ts';
import { findScenarios } from './find-scenarios.ts';
import { loadScenarios } from './load-scenarios.ts';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'evenloop-outside-')));
afterAll(() => rmSync(home, { recursive: true }));
const SLEEP_LOOP = fileURLToPath(new URL('../../scenarios/timers/sleep_loop/scenario.ts', import.meta.url));

function put(path: string, text: string): string {
  const at = join(home, path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, text);
  return join(home, path.split('/')[0] ?? '');
}

/** A scenario whose declaration is that of the sleep loop, but for the id and these fields. */
const declared = (id: string, fields = ''): string =>
  `import { scenario as sleepLoop } from ${JSON.stringify(SLEEP_LOOP)};
export const scenario = { ...sleepLoop, id: '${id}', family: '${id.split('.')[0]}', ${fields} };
`;
const said = async (...folders: string[]): Promise<string> => {
  try {
    await loadScenarios([sleepLoop], folders);
    return 'loaded';
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { code, cause, next, evidence } = error.failure;
    return [`${code} ${cause.replaceAll(`${home}/`, '')} ${next}`, ...evidence].join('\n');
  }
};

test('a folder from outside comes after the package, with its origin', async () => {
  const root = put('good/shop/till/scenario.mjs', declared('shop.till'));
  put('good/shop/till/promises.mjs', 'export const open = () => {};');
  put('good/shop/till/parts/ring.mjs', '');
  put('good/shop/till/README.md', '');
  put('good/shop/till/golden/accept.json', '[]');
  put('good/shop/shared/prices.py', '');
  put('good/node_modules/till/scenario.mjs', 'throw new Error()');
  const [own, till, ...others] = await loadScenarios([sleepLoop], [root, `${root}/../good`]);
  expect(others).toEqual([]);
  expect(own).toBe(sleepLoop);
  const folder = join(root, 'shop/till');
  expect(till).toMatchObject({ id: 'shop.till', title: sleepLoop.title, origin: { root, folder } });
  expect(Object.keys(till?.origin?.files ?? {})).toEqual([
    'parts/ring.mjs',
    'promises.mjs',
    'scenario.mjs',
    '../shared/prices.py',
  ]);
  expect(rootsOf([sleepLoop, ...(till === undefined ? [] : [till, till])])).toEqual([root]);
  expect([folderOf(sleepLoop, '/p'), till && folderOf(till, '/p')]).toEqual([
    join('/p', 'scenarios/timers/sleep_loop'),
    folder,
  ]);
});

test('the digest of a file changes with the file', async () => {
  const root = put('digests/shop/till/scenario.mjs', declared('shop.till'));
  const filesNow = async () => (await loadScenarios([], [root]))[0]?.origin?.files;
  put('digests/shop/till/promises.mjs', '1');
  const before = await filesNow();
  put('digests/shop/till/promises.mjs', '2');
  const after = await filesNow();
  expect(after?.['scenario.mjs']).toBe(before?.['scenario.mjs']);
  expect(after?.['promises.mjs']).not.toBe(before?.['promises.mjs']);
});

test('a scenario may be exported by default, and lie behind a link', async () => {
  put(
    'linked/till/scenario.mjs',
    `${declared('shop.till')}export default scenario;`.replace('export const', 'const'),
  );
  mkdirSync(join(home, 'links'));
  symlinkSync(join(home, 'linked'), join(home, 'links/shop'));
  expect((await loadScenarios([], [join(home, 'links')])).map(({ id }) => id)).toEqual(['shop.till']);
});

test('a folder that is not there, is a file, or has no scenario is refused with what to do', async () => {
  expect(await said(join(home, 'absent'))).toBe(
    'EL1007 The folder of scenarios absent does not exist. Name a folder that has scenarios.',
  );
  const root = put('deep/shop/till/scenario.mjs', declared('shop.till'));
  const better = `Name ${root} instead: a scenario lies two folders deep, as <folder>/<family>/<scenario>/scenario.mjs.`;
  expect(await said(join(root, 'shop'))).toBe(`EL1007 deep/shop has no scenario. ${better}`);
  expect(await said(join(root, 'shop/till'))).toBe(`EL1007 deep/shop/till has no scenario. ${better}`);
  expect(await said(join(root, 'shop/till/scenario.mjs'))).toBe(
    `EL1007 deep/shop/till/scenario.mjs is no folder of scenarios. ${better}`,
  );
  mkdirSync(join(home, 'empty'));
  expect(await said(join(home, 'empty'))).toContain(
    'empty has no scenario. A scenario lies two folders deep',
  );
});

test('an id that two places have is refused, with both', async () => {
  const one = put('one/shop/till/scenario.mjs', declared('shop.till'));
  const two = put('two/shop/till/scenario.mjs', declared('shop.till'));
  const own = put('own/timers/sleep_loop/scenario.mjs', declared('timers.sleep_loop'));
  expect(await said(one, two)).toContain(
    'EL1007 shop.till is in two places: one/shop/till and two/shop/till. Rename one',
  );
  expect(await said(own)).toContain(
    'timers.sleep_loop is in two places: this package and own/timers/sleep_loop.',
  );
});

test('folders that can be no id, and an id that is not that of the folders, are refused', async () => {
  const odd = put('odd/Shop/rate-limit/scenario.mjs', declared('shop.till'));
  expect(await said(odd)).toContain(
    'cannot be an id: "Shop" has more than small letters, digits and _. Rename the folder, for example shop.',
  );
  const other = put('other/shop/till/scenario.mjs', declared('shop.desk'));
  expect(await said(other)).toContain('scenario.mjs declares shop.desk, and its folders say shop.till.');
});

test('what cannot be loaded or declares no scenario is refused with the reason', async () => {
  const broken = put('broken/shop/till/scenario.mjs', 'syntax error here');
  expect(await said(broken)).toContain('EL1007 broken/shop/till/scenario.mjs cannot be loaded: ');
  const none = put('none/shop/till/scenario.mjs', 'export const other = 1;');
  expect(await said(none)).toContain(
    'none/shop/till/scenario.mjs exports no scenario. Write `export const scenario',
  );
  const wrong = put('wrong/shop/till/scenario.mjs', declared('shop.till', 'version: 0, title: 1'));
  expect(await said(wrong)).toContain(
    'wrong/shop/till/scenario.mjs does not declare a scenario: scenario.version must be a whole number from 1 on, and is 0.',
  );
  expect(await said(wrong)).toContain('\nscenario.title must be a text, and is 1');
});

test('what `defineScenario` says is said of the file', async () => {
  const define = fileURLToPath(new URL('../contract/define-scenario.ts', import.meta.url));
  const root = put(
    'defined/shop/till/scenario.mjs',
    `import { defineScenario } from ${JSON.stringify(define)};\nexport const scenario = defineScenario({ id: 'shop.till', version: 1 });\n`,
  );
  expect(await said(root)).toMatch(
    /^EL1007 defined\/shop\/till\/scenario\.mjs: The scenario "shop\.till" is not declared right: scenario has no family \(and \d+ more\)\. Correct/,
  );
});

test('TypeScript is loaded where Node strips types, and refused with what to do where it does not', () => {
  const root = put('typed/shop/till/scenario.ts', declared('shop.till'));
  expect(findScenarios(root, true)).toMatchObject([
    { id: 'shop.till', path: join(root, 'shop/till/scenario.ts') },
  ]);
  expect(() => findScenarios(root, false)).toThrow(
    `scenario.ts is TypeScript, which Node ${process.versions.node} does not load.`,
  );
  put('typed/shop/till/scenario.js', '');
  expect(findScenarios(root, true)).toMatchObject([{ path: join(root, 'shop/till/scenario.js') }]);
});
