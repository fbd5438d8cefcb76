// A runner that is not in the default run: looked for when it is asked for, and missed only by who named it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeManifest } from '../../testing/fake-runtime.ts';
import { findRuntimes } from './find-runtimes.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'evenloop-find-'));
  const { interpreter, ...rest } = fakeManifest();
  const rare = { ...interpreter, names: ['no-such-program'], variable: 'EVENLOOP_RARE', places: [] };
  write('fake', { ...rest, interpreter });
  write('rare', { ...rest, id: 'rare', inDefaultRun: false, interpreter: rare });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, manifest: object): void {
  mkdirSync(join(root, 'runners', name), { recursive: true });
  writeFileSync(join(root, 'runners', name, 'runner.json'), JSON.stringify(manifest));
}

const find = async (...patterns: string[]) => {
  const { runtimes, missing, passedOver, absent } = await findRuntimes(root, patterns);
  return {
    runtimes: runtimes.map(({ runner }) => runner),
    missing: missing.map(({ code }) => code),
    passedOver: passedOver.map(({ code }) => code),
    absent: [...absent.keys()],
  };
};
const NOTHING_MISSING = { runtimes: ['fake'], missing: [], passedOver: [], absent: [] };

test('is not looked for where nobody asks for it', async () => {
  expect(await find()).toEqual(NOTHING_MISSING);
  expect(await find('promises', 'fake/*')).toEqual(NOTHING_MISSING);
});

test('is passed over where whatever there is was meant', async () => {
  for (const pattern of ['*', 'all', '*/promises'])
    expect(await find(pattern)).toEqual({ ...NOTHING_MISSING, passedOver: ['EL2001'], absent: ['rare'] });
});

test('is missing where it was named', async () => {
  for (const pattern of ['rare', 'rare/promises', 'rare@1.0.0/*'])
    expect(await find(pattern)).toEqual({ ...NOTHING_MISSING, missing: ['EL2001'], absent: ['rare'] });
});

test('is found where it is there', async () => {
  const manifest = fakeManifest();
  write('rare', { ...manifest, id: 'rare', inDefaultRun: false });
  expect(await find()).toEqual(NOTHING_MISSING);
  expect(await find('rare')).toEqual({ ...NOTHING_MISSING, runtimes: ['fake', 'rare'] });
});
