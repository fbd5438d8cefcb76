// Checks the workflows of this repository, and those that `evenloop init` writes, with actionlint; also that every action is pinned by full SHA and no workflow starts with permissions.
import { readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $ } from 'zx';

const MODULE = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = [
  '.github/workflows',
  'examples/starter/.github/workflows',
  'examples/fleet/.github/workflows',
];
const workflows = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => join(folder, name)),
);
const quiet = $({ nothrow: true, quiet: true });
const problems = [];

for (const name of workflows) {
  const text = readFileSync(join(ROOT, name), 'utf8');
  for (const [, action] of text.matchAll(/uses:\s*(\S+)/g)) {
    if (!/@[0-9a-f]{40}$/.test(action)) problems.push(`${name}: ${action} is not pinned by full SHA`);
  }
  if (!/^permissions: \{\}$/m.test(text)) problems.push(`${name}: no 'permissions: {}' at the top`);
}

/** An installed actionlint, or one that Go fetches and builds; null when neither is here. */
async function findActionlint() {
  for (const path of ['actionlint', join(homedir(), 'go', 'bin', 'actionlint')]) {
    if ((await quiet`${path} -version`).exitCode === 0) return [path];
  }
  return (await quiet`go version`).exitCode === 0 ? ['go', 'run', MODULE] : null;
}

const command = await findActionlint();
if (command === null) {
  const line = `actionlint is not here: install it (go install ${MODULE})`;
  if (process.env.CI) problems.push(line);
  else console.log(`skipped: ${line}`);
} else {
  const { exitCode } = await $({
    cwd: ROOT,
    nothrow: true,
    stdio: 'inherit',
  })`${command} -color ${workflows}`;
  if (exitCode !== 0) problems.push('actionlint found problems');
}

for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
