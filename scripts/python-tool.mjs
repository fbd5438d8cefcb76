// Runs one checker of .venv over all Python code: `ruff check [--fix]`, `ruff format [--check]`, `mypy`. Exits as the checker does.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tools = join(root, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin');
const configuration = 'runners/python/pyproject.toml';
const folders = ['runners/python', 'scenarios', 'bench/peers'];
/** Modules of another `scenarios`, whose types `check-own-types.mjs` has; what imports packages that .venv does not have. */
const unlike = ['examples', 'reports/testing/consumers'];

const [tool, ...given] = process.argv.slice(2);
const args = argumentsOf(tool, given);
if (args === null) fail('usage: node scripts/python-tool.mjs ruff check|format [options] | mypy [options]');
if (!existsSync(join(tools, tool)) && !existsSync(join(tools, `${tool}.exe`)))
  fail(`${tool} is not installed in .venv: run \`npm run setup:python\` first`);

// The runner is imported as `evenloop_runner`, workloads as `scenarios.<family>.<scenario>.<style>`: as at run time.
const env = { ...process.env, MYPYPATH: ['runners/python', '.'].join(delimiter) };
const { status, error } = spawnSync(join(tools, tool), args, {
  cwd: root,
  env,
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (error) fail(`${tool} could not be started: ${error.message}`);
process.exit(status ?? 1);

function argumentsOf(name, options) {
  const [command, ...rest] = options;
  if (name === 'ruff' && (command === 'check' || command === 'format'))
    return [command, '--config', configuration, ...rest, ...folders, ...unlike];
  if (name === 'mypy')
    return [
      '--config-file',
      configuration,
      '--strict',
      '--explicit-package-bases',
      '--namespace-packages',
      ...options,
      ...folders,
    ];
  return null;
}

function fail(sentence) {
  console.error(`python-tool: ${sentence}`);
  process.exit(1);
}
