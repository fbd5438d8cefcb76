// `npm run setup:python`: makes .venv with the tools that check the Python code, in the versions that are locked.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADVICE, byVersion, findPythons, MINIMUM } from './find-python.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const environment = join(root, '.venv');
const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const locked = join(root, 'runners/python/requirements-dev.txt');
const stamp = join(environment, 'installed.txt');
const wanted = readFileSync(locked, 'utf8');

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && run(python, ['-c', ''])) {
  console.log('setup:python: .venv is as locked already');
  process.exit(0);
}
// A copy inside an environment of its own would disappear with it.
const pythons = findPythons()
  .filter(({ path }) => !path.startsWith(environment))
  .sort(byVersion);
if (pythons.length === 0) fail(`no CPython ${MINIMUM.join('.')} or later was found. ${ADVICE}`);

for (const { executable, version } of pythons) {
  console.log(`setup:python: making .venv with Python ${version}`);
  // Some distributions deliver Python without `ensurepip`: then the next one is tried.
  if (!run(executable, ['-m', 'venv', '--clear', environment])) continue;
  if (!run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', locked]))
    continue;
  writeFileSync(stamp, wanted);
  console.log('setup:python: .venv is ready; `npm run check` uses it');
  process.exit(0);
}
fail(
  `no environment could be made with ${pythons.map(({ version }) => version).join(', ')}; what they said stands above. ` +
    'Is the package index reachable, and is the venv module installed (python3-venv on Debian)?',
);

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function fail(sentence) {
  console.error(`setup:python: ${sentence}`);
  process.exit(1);
}
