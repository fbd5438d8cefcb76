// What a test leaves is named, and every test of these projects has the folder that is looked at.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { leftIn } from './own-temporary-folder.ts';

test('a folder and a file that were left are named, and what tools keep is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-left-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(leftIn(folder)).toBeNull();
  mkdirSync(join(folder, 'node-compile-cache'));
  expect(leftIn(folder)).toBeNull();
  mkdirSync(join(folder, 'evenloop-peer-Ab12Cd'));
  writeFileSync(join(folder, 'by-hand.events'), '');
  expect(leftIn(folder)).toContain('The tests left 2 in the folder');
  expect(leftIn(folder)).toContain('evenloop-peer-Ab12Cd');
});

test('the temporary folder of tests is of this run alone', () => {
  expect(process.env['TMPDIR']).toBe(tmpdir());
  expect(basename(tmpdir())).toMatch(/^evenloop\.\w+\.\w+$/);
  expect(dirname(tmpdir())).not.toBe('/');
});
