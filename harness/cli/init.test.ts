// `evenloop init`: what it writes, that it writes nothing twice, and the commands with which it ends.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callCli } from './testing/call-cli.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'evenloop-init-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const inside = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(path.length + 1))
    .sort();

const WRITTEN = [
  '.github/workflows/evenloop.yml',
  'evenloop.config.mjs',
  'scenarios/example/ticks/README.md',
  'scenarios/example/ticks/coroutines.py',
  'scenarios/example/ticks/golden/accept.json',
  'scenarios/example/ticks/golden/reject.json',
  'scenarios/example/ticks/promises.mjs',
  'scenarios/example/ticks/scenario.mjs',
];

test('an empty folder gets a config, a scenario in two languages and a workflow, and the next commands', async () => {
  const path = folder();
  const { exitCode, stdout, stderr } = await callCli(['init', path]);
  expect([exitCode, inside(path)]).toEqual([0, WRITTEN]);
  expect(stdout.split('\n').map((line) => line.slice(0, 10))).toEqual(WRITTEN.map(() => 'written   '));
  const commands = stderr.split('\n').filter((line) => line.startsWith('  '));
  expect(commands.slice(-3).map((line) => line.trim())).toEqual([
    'npx evenloop doctor',
    'npx evenloop check --scenario example',
    'npx evenloop run --scenario example --time 30s',
  ]);
  expect(stderr).toContain(`npm install --save-dev ${process.cwd()}`);
});

test('--dry-run says the same and writes nothing', async () => {
  const path = folder();
  const { exitCode, stdout, stderr } = await callCli(['init', path, '--dry-run']);
  expect([exitCode, inside(path)]).toEqual([0, []]);
  expect(stdout.split('\n').sort()).toEqual(WRITTEN.map((name) => `would write   ${name}`).sort());
  expect(stderr).toContain('Nothing was written.');
});

test('what is there is kept and named; --force replaces it', async () => {
  const path = folder();
  await callCli(['init', path]);
  const mine = join(path, 'scenarios/example/ticks/promises.mjs');
  writeFileSync(mine, 'mine\n');
  const again = await callCli(['init', path]);
  expect(again.stdout).toContain(
    'kept      scenarios/example/ticks/promises.mjs: it is there already; --force',
  );
  expect(again.stdout).toContain('kept      evenloop.config.mjs: it is there already, just so');
  expect(readFileSync(mine, 'utf8')).toBe('mine\n');
  const forced = await callCli(['init', path, '--force']);
  expect(forced.stdout).toContain('replaced  scenarios/example/ticks/promises.mjs');
  expect(readFileSync(mine, 'utf8')).toContain('export function open');
});

test('--json-config writes the JSON form, and no config beside another one', async () => {
  const path = folder();
  await callCli(['init', path, '--json-config']);
  const config = JSON.parse(readFileSync(join(path, 'evenloop.config.json'), 'utf8')) as {
    scenarios: string[];
  };
  expect(config.scenarios).toEqual(['scenarios']);
  const { stdout } = await callCli(['init', path]);
  expect(stdout).toContain('kept      evenloop.config.mjs: evenloop.config.json is there');
});

test('a folder that cannot be written is a failure', async () => {
  const { exitCode, stderr } = await callCli(['init', '/proc/no']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('EL3001')]);
});
