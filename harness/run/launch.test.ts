// What a runner inherits, where its placeholders lead, and where its scratch folder is made.
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseManifest } from '../orchestrate/prepare/load-manifests.ts';
import { fakeManifest } from '../testing/fake-runtime.ts';
import type { Layout } from './layout.ts';
import { launchOf } from './discover/runner-environment.ts';
import type { LaunchPlaces } from './discover/runner-environment.ts';
import { makeScratch, scratchParent, usableScratchParent } from './scratch.ts';

const PLACES = { packageRoot: '/p', manifestFolder: '/m' };

test('the placeholders of a manifest are filled, wherever they stand', () => {
  const manifest = {
    ...fakeManifest(),
    args: ['-m', '{package}/x'],
    environment: { PYTHONPATH: '{package}/runners{separator}{package}' },
  };
  const { args, environment } = launchOf(
    manifest,
    { packageRoot: '/the/$& package', manifestFolder: '/m' },
    {},
  );
  expect(args).toEqual(['-m', '/the/$& package/x']);
  expect(environment).toEqual({ PYTHONPATH: `/the/$& package/runners${delimiter}/the/$& package` });
});

test('the folder of the manifest and the folders of scenarios are filled in; what is no placeholder stays', () => {
  const args = ['{manifest}/bin/x', '{scenarios}', '{other}', '{manifest}{separator}{manifest}'];
  const launched = (places: LaunchPlaces) => launchOf({ ...fakeManifest(), args }, places, {}).args;
  expect(launched(PLACES)).toEqual(['/m/bin/x', '/p/scenarios', '{other}', `/m${delimiter}/m`]);
  const roots = { ...PLACES, scenarioRoots: ['/a', '/{package}'] };
  expect(launched(roots)[1]).toBe(['/p/scenarios', '/a', '/{package}'].join(delimiter));
});

test('what would change an interpreter unseen is not inherited', () => {
  const inherited = {
    NODE_OPTIONS: '--inspect',
    NODE_EXTRA_CA_CERTS: '/certificates.pem',
    NODE_V8_COVERAGE: '/x',
    PYTHONASYNCIODEBUG: '1',
    PATH: '/bin',
    UV_THREADPOOL_SIZE: '8',
    GONE: undefined,
  };
  expect(launchOf(fakeManifest(), PLACES, inherited).environment).toEqual({
    PATH: '/bin',
    UV_THREADPOOL_SIZE: '8',
  });
});

describe('the layout of a process', () => {
  const layout: Layout = { heapBlockBytes: 5, environmentBytes: 1234, hashSeed: 4_294_967_295, pathExtra: 7 };

  test('lengthens the environment by a variable of the drawn length', () => {
    const { environment } = launchOf(fakeManifest(), PLACES, { PATH: '/bin' }, layout);
    expect(environment).toEqual({ PATH: '/bin', EVENLOOP_LAYOUT: 'x'.repeat(1234) });
  });

  test('adds no variable where none was drawn, and where nothing was', () => {
    const nothing = { ...layout, environmentBytes: 0 };
    expect(launchOf(fakeManifest(), PLACES, { PATH: '/bin' }, nothing).environment).toEqual({ PATH: '/bin' });
    expect(launchOf(fakeManifest(), PLACES, { PATH: '/bin' }).environment).toEqual({ PATH: '/bin' });
  });

  test('fills in the seed of hashes wherever it stands, and 0 where none was drawn', () => {
    const manifest = {
      ...fakeManifest(),
      args: ['--hash-seed={hashSeed}', '{package}'],
      environment: { SEED: '{hashSeed}', TWICE: '{hashSeed}{separator}{hashSeed}' },
    };
    const launched = launchOf(manifest, PLACES, {}, { ...layout, environmentBytes: 0 });
    expect(launched.args).toEqual(['--hash-seed=4294967295', '/p']);
    expect(launched.environment).toEqual({ SEED: '4294967295', TWICE: `4294967295${delimiter}4294967295` });
    expect(launchOf(manifest, PLACES, {}).environment).toMatchObject({ SEED: '0' });
  });

  test('seeds the hashes of CPython, and leaves them alone where nothing is measured', () => {
    const path = new URL('../../runners/python/runner.json', import.meta.url);
    const manifest = parseManifest(readFileSync(path, 'utf8'), path.pathname);
    const inherited = { PYTHONHASHSEED: 'random' };
    expect(launchOf(manifest, PLACES, inherited, layout).environment['PYTHONHASHSEED']).toBe('4294967295');
    expect(launchOf(manifest, PLACES, inherited).environment['PYTHONHASHSEED']).toBe('0');
  });

  test.each(['node', 'python'])('leaves no placeholder of the runner of %s unfilled', (runner) => {
    const path = new URL(`../../runners/${runner}/runner.json`, import.meta.url);
    const manifest = parseManifest(readFileSync(path, 'utf8'), path.pathname);
    expect(JSON.stringify(launchOf(manifest, PLACES, {}, layout))).not.toMatch(/\{\w+\}/);
  });
});

test('the scratch folder is where TMPDIR says, and gone when removed', async () => {
  const chosen = mkdtempSync(join(tmpdir(), 'evenloop-test-'));
  const scratch = await makeScratch({ TMPDIR: chosen });
  expect(dirname(scratch.directory)).toBe(chosen);
  await scratch.remove();
  expect(existsSync(scratch.directory)).toBe(false);
  rmSync(chosen, { recursive: true });
});

test('a long TMPDIR is reached by a short path, because paths of sockets may not be longer', async () => {
  const chosen = mkdtempSync(join(tmpdir(), `evenloop-test-${'x'.repeat(80)}-`));
  const scratch = await makeScratch({ TMPDIR: chosen });
  expect(scratch.directory.length).toBeLessThan(72);
  expect(dirname(realpathSync(scratch.directory))).toBe(chosen);
  const short = dirname(scratch.directory);
  await scratch.remove();
  expect([existsSync(short), readdirSync(chosen)]).toEqual([false, []]);
  rmSync(chosen, { recursive: true });
});

test('a TMPDIR that is not there is named, with what to set', async () => {
  const missing = { TMPDIR: '/nonexistent/folder' };
  const trouble = { failure: { code: 'EL5001', cause: expect.stringContaining('which TMPDIR names') } };
  await expect(makeScratch(missing)).rejects.toMatchObject(trouble);
  await expect(usableScratchParent(missing)).rejects.toMatchObject(trouble);
  expect(await scratchParent({ TMPDIR: 'below' })).toBe(resolve('below'));
});

test('without shared memory the scratch folder is an ordinary temporary one', async () => {
  const scratch = await makeScratch({}, '/nonexistent/shm');
  expect(dirname(scratch.directory)).toBe(tmpdir());
  await scratch.remove();
});

test('the scratch folder is in shared memory when there is room', async () => {
  const memory = mkdtempSync(join(tmpdir(), 'evenloop-test-'));
  const scratch = await makeScratch({}, memory);
  expect(dirname(scratch.directory)).toBe(memory);
  rmSync(memory, { recursive: true });
});
