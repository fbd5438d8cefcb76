// Finds every CPython that is new enough for the runner: EVENLOOP_PYTHON, PATH, pyenv. For the scripts beside it.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export const MINIMUM = [3, 11];
export const ADVICE = `Install Python ${MINIMUM.join('.')} or later (https://www.python.org), or name an executable in EVENLOOP_PYTHON.`;

/** A version manager's stand-in may wait for something that never comes. */
const PATIENCE_MS = 10_000;
const QUESTION =
  "import os, sys; print('|'.join([sys.implementation.name, '.'.join(map(str, sys.version_info[:3])), os.path.realpath(sys.executable)]))";

/** `{executable, version, path}` of each, in the order of the sources, each real executable once. */
export function findPythons() {
  const found = new Map();
  for (const path of candidates()) {
    const python = ask(path);
    if (python && isNewEnough(python.version) && !found.has(python.executable))
      found.set(python.executable, python);
  }
  return [...found.values()];
}

/** Newest first. */
export function byVersion(a, b) {
  const [left, right] = [a, b].map(({ version }) => version.split('.').map(Number));
  return right[0] - left[0] || right[1] - left[1] || right[2] - left[2];
}

function candidates() {
  const named = list(process.env.EVENLOOP_PYTHON);
  const onPath = list(process.env.PATH).flatMap((folder) => pythonsIn(folder));
  const versions = join(process.env.PYENV_ROOT || join(homedir(), '.pyenv'), 'versions');
  const managed = entriesOf(versions).map((version) => join(versions, version, 'bin', 'python3'));
  return [...named, ...onPath, ...managed];
}

/** `python3` before `python3.12`: what a person would get first. */
function pythonsIn(folder) {
  return entriesOf(folder)
    .filter((name) => /^python3(\.\d+)?$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function entriesOf(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function list(value) {
  return (value ?? '').split(delimiter).filter((entry) => entry !== '');
}

function ask(path) {
  const { status, stdout } = spawnSync(path, ['-c', QUESTION], { encoding: 'utf8', timeout: PATIENCE_MS });
  const [implementation, version, executable] = (status === 0 ? stdout : '').trim().split('|');
  return implementation === 'cpython' && executable ? { executable, version, path } : null;
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}
