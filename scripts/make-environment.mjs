// Makes a virtual environment with the packages that a file locks, once: for `setup:python` and `setup:consumers`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADVICE, byVersion, findPythons, MINIMUM } from './find-python.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `{command, folder, requirements, use}`: paths from the root; `use` says what the environment is for. Exits with 1 where it cannot be made. */
export function makeEnvironment({ command, folder, requirements, use }) {
  const environment = join(root, folder);
  const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const locked = join(root, requirements);
  const stamp = join(environment, 'installed.txt');
  const wanted = readFileSync(locked, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && run(python, ['-c', ''])) {
    console.log(`${command}: ${folder} is as locked already`);
    return;
  }
  // A copy inside an environment of its own would disappear with it.
  const pythons = findPythons()
    .filter(({ path }) => !path.startsWith(environment))
    .sort(byVersion);
  if (pythons.length === 0) fail(`no CPython ${MINIMUM.join('.')} or later was found. ${ADVICE}`);

  for (const { executable, version } of pythons) {
    console.log(`${command}: making ${folder} with Python ${version}`);
    // Some distributions deliver Python without `ensurepip`: then the next one is tried.
    if (!run(executable, ['-m', 'venv', '--clear', environment])) continue;
    if (!run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', locked]))
      continue;
    writeFileSync(stamp, wanted);
    console.log(`${command}: ${folder} is ready; ${use}`);
    return;
  }
  fail(
    `no environment could be made with ${pythons.map(({ version }) => version).join(', ')}; what they said stands above. ` +
      'Is the package index reachable, and is the venv module installed (python3-venv on Debian)?',
  );

  function fail(sentence) {
    console.error(`${command}: ${sentence}`);
    process.exit(1);
  }
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}
