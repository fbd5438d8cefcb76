// Checks .github/workflows with actionlint, and that every action is pinned by full SHA and no workflow starts with permissions.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const VERSION = 'v1.7.12';
const folder = new URL('../.github/workflows/', import.meta.url);
const problems = [];

for (const name of readdirSync(folder)) {
  const text = readFileSync(new URL(name, folder), 'utf8');
  for (const [, action] of text.matchAll(/uses:\s*(\S+)/g)) {
    if (!/@[0-9a-f]{40}$/.test(action)) problems.push(`${name}: ${action} is not pinned by full SHA`);
  }
  if (!/^permissions: \{\}$/m.test(text)) problems.push(`${name}: no 'permissions: {}' at the top`);
}

const works = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const installed = ['actionlint', join(homedir(), 'go', 'bin', 'actionlint')].find((path) =>
  works(path, ['-version']),
);
const command =
  installed !== undefined
    ? [installed, []]
    : works('go', ['version'])
      ? ['go', ['run', `github.com/rhysd/actionlint/cmd/actionlint@${VERSION}`]]
      : null;

if (command === null) {
  const line = `actionlint is not here: install it (go install github.com/rhysd/actionlint/cmd/actionlint@${VERSION})`;
  if (process.env.CI) problems.push(line);
  else console.log(`skipped: ${line}`);
} else if (existsSync(folder)) {
  const { status } = spawnSync(command[0], [...command[1], '-color'], { stdio: 'inherit' });
  if (status !== 0) problems.push('actionlint found problems');
}

for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
