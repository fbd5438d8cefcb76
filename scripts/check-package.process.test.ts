// The check of what is packed fires: an export that leads nowhere, one whose file is not packed, and types that are not there.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('./check-package.mjs', import.meta.url));
const ENTRY = { types: './entry.d.ts', default: './entry.js' };
const FILES = { 'entry.js': 'export const one = 1;\n', 'entry.d.ts': 'export declare const one: number;\n' };

async function check(
  description: object,
  files: Readonly<Record<string, string>> = FILES,
): Promise<{ exitCode: number | undefined; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-exports-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const facts = { name: 'a-package', version: '1.0.0', type: 'module', license: 'MIT', ...description };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(facts));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { exitCode, stdout, stderr } = await execa(process.execPath, [SCRIPT, folder], { reject: false });
  return { exitCode, said: stdout + stderr };
}

test('exports that lead to files with types pass', async () => {
  expect(await check({ exports: { '.': ENTRY } })).toEqual({ exitCode: 0, said: '' });
});

test('an export that leads nowhere is named', async () => {
  const { exitCode, said } = await check({ exports: { '.': ENTRY, './kit': './kit.js' } });
  expect([exitCode, said]).toEqual([1, expect.stringContaining('./kit.js does not exist')]);
});

test('an export whose file is not packed fires', async () => {
  const { exitCode, said } = await check({ exports: { '.': ENTRY }, files: ['entry.d.ts'] });
  expect([exitCode, said]).toEqual([1, expect.stringContaining('publint found problems')]);
});

test('types that load what is not there fire', async () => {
  const types = { ...FILES, 'entry.d.ts': "export { one } from './gone.js';\n" };
  const { exitCode, said } = await check({ exports: { '.': ENTRY } }, types);
  expect([exitCode, said]).toEqual([1, expect.stringContaining('attw found problems')]);
});

test('an export without types fires', async () => {
  const { exitCode, said } = await check(
    { exports: { '.': './entry.js' } },
    { 'entry.js': FILES['entry.js'] },
  );
  expect([exitCode, said]).toEqual([1, expect.stringContaining('the exports . have no types')]);
});
