// Installs the package as a user would and runs it under other versions of Node: `node scripts/test-nodes.mjs [major…]`, all where none is named.
// Each Node comes from npm (`node-<system>-<processor>`) and is the harness as well as one of the runtimes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $ } from 'zx';

const VERSIONS = { 20: '20.20.2', 22: '22.23.5', 24: '24.22.3', 26: '26.12.1' };
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const asked = process.argv.slice(2);
const unknown = asked.filter((major) => !Object.hasOwn(VERSIONS, major));
if (unknown.length > 0) {
  console.error(`test-nodes: no version for ${unknown.join(', ')}: ${Object.keys(VERSIONS).join(', ')}`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'evenloop-nodes-'));
const failed = [];
try {
  await $({ quiet: true })`${process.execPath} ${join(ROOT, 'scripts/install-package.mjs')} ${folder}`;
  for (const major of asked.length === 0 ? Object.keys(VERSIONS) : asked) {
    const trouble = await tryUnder(VERSIONS[major]);
    console.log(`${trouble === null ? 'ok  ' : 'FAIL'} Node ${VERSIONS[major]}`);
    if (trouble !== null) failed.push(trouble);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const trouble of failed) console.error(trouble);
process.exit(failed.length > 0 ? 1 : 0);

/** Null: every command did what it should. */
async function tryUnder(version) {
  const project = join(folder, version);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const binary = `node-${process.platform}-${process.arch}`;
  const quiet = $({ cwd: project, quiet: true, nothrow: true });
  const fetched = await quiet`npm install --no-audit --no-fund --ignore-scripts ${`${binary}@${version}`}`;
  if (fetched.exitCode !== 0) return `Node ${version} cannot be had: ${fetched.stderr}`;
  const node = join(project, 'node_modules', binary, 'bin/node');
  const main = join(folder, 'node_modules/evenloop/dist/harness/cli/main.js');
  const cell = ['--scenario', 'timers.sleep_loop', '--profile', 'smoke'];
  const commands = [
    ['run', ...cell, '--json'],
    ['check', '--scenario', 'timers.sleep_loop,dispatch.turn', '--subject', 'node'],
    ['list', 'runtimes'],
  ];
  for (const args of commands) {
    const { exitCode, stdout, stderr } = await quiet`${node} ${main} ${args}`;
    if (exitCode !== 0)
      return `${args.join(' ')} under Node ${version} ended with ${exitCode}:\n${stderr}${stdout}`;
    if (args[0] === 'run' && JSON.parse(stdout).environment.node !== `v${version}`)
      return `Node ${version} did not run it, but ${JSON.parse(stdout).environment.node}`;
  }
  return null;
}
