// What a runner inherits, where its placeholders lead, and where its scratch folder is made.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeManifest } from '../testing/fake-runtime.ts';
import { launchOf } from './runner-environment.ts';
import { makeScratch } from './scratch.ts';

test('the placeholders of a manifest are filled, wherever they stand', () => {
  const manifest = {
    ...fakeManifest(),
    args: ['-m', '{package}/x'],
    environment: { PYTHONPATH: '{package}/runners{separator}{package}' },
  };
  const { args, environment } = launchOf(manifest, '/the/$& package', {});
  expect(args).toEqual(['-m', '/the/$& package/x']);
  expect(environment).toEqual({ PYTHONPATH: `/the/$& package/runners${delimiter}/the/$& package` });
});

test('what would change an interpreter unseen is not inherited; the rest is', () => {
  const inherited = {
    NODE_OPTIONS: '--inspect',
    NODE_V8_COVERAGE: '/x',
    PYTHONASYNCIODEBUG: '1',
    PATH: '/bin',
    UV_THREADPOOL_SIZE: '8',
    GONE: undefined,
  };
  expect(launchOf(fakeManifest(), '/p', inherited).environment).toEqual({
    PATH: '/bin',
    UV_THREADPOOL_SIZE: '8',
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
