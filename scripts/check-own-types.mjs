// Are the kits typed for whoever writes scenarios outside of this tree? tsc and mypy, both strict, over the example as a project of its own.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const mypy = join(root, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin', 'mypy');
const OPTIONS = {
  strict: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  target: 'es2023',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
};
/** In TypeScript, which the example does without. */
const TYPED = `import type { Kit, Open, Workload } from 'evenloop/kit';

class Pass implements Workload {
  readonly #kit: Kit;
  constructor(kit: Kit) {
    this.#kit = kit;
  }
  round(): number {
    this.#kit.emit(this.#kit.kinds['pass'] ?? 0, 0, 0, 0);
    return 1;
  }
  close(): void {}
}

export const open: Open = (params, kit) => {
  if (typeof params['requests'] !== 'number') throw new RangeError('requests is no number');
  return new Pass(kit);
};
`;

if (!existsSync(mypy)) fail('mypy is not installed in .venv: run `npm run setup:python` first');
if (!existsSync(join(root, 'dist/harness/library/evenloop.d.ts')))
  fail('dist/ is missing: run `npm run build` first');
const project = mkdtempSync(join(tmpdir(), 'evenloop-own-types-'));
try {
  cpSync(join(root, 'examples/own-scenario/scenarios'), join(project, 'scenarios'), { recursive: true });
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(root, join(project, 'node_modules/evenloop'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: OPTIONS, include: ['scenarios'] }),
  );
  writeFileSync(join(project, 'scenarios/limits/token_bucket/typed.ts'), TYPED);
  run(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], {});
  run(mypy, ['--strict', '--explicit-package-bases', '--cache-dir', '.mypy_cache', 'scenarios'], {
    MYPYPATH: 'node_modules/evenloop/runners/python',
  });
} finally {
  rmSync(project, { recursive: true, force: true });
}

function run(command, args, environment) {
  const env = { ...process.env, ...environment };
  const { status, error } = spawnSync(command, args, {
    cwd: project,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) fail(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exitCode = 1;
}

function fail(sentence) {
  console.error(`check-own-types: ${sentence}`);
  process.exit(1);
}
