// Checks what `npm pack` makes of a folder: publint and attw find exports that lead nowhere, or to types of another kind. Needs dist/.
// `node scripts/check-package.mjs [folder]`: this package where none is named.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $ } from 'zx';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const root = resolve(process.argv[2] ?? ROOT);
const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Both read the tarball, so that a file that exists and is not packed counts as missing. */
const TOOLS = [
  ['publint', (tarball) => ['publint', 'run', '--strict', tarball]],
  ['attw', (tarball) => ['attw', '--profile', 'esm-only', '--format', 'ascii', tarball]],
];

const absent = Object.values(entries)
  .flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry)))
  .filter((path) => !path.includes('*') && !existsSync(join(root, path)));
if (absent.length > 0) {
  console.error(`check-package: ${absent.join(', ')} does not exist. Run \`npm run build\` first.`);
  process.exit(1);
}

/** attw passes a package that has no types at all. */
const untyped = Object.keys(entries).filter((name) => {
  const entry = entries[name];
  return typeof entry === 'string' ? /\.[cm]?js$/.test(entry) : entry.types === undefined;
});
if (untyped.length > 0) {
  console.error(`check-package: the exports ${untyped.join(', ')} have no types`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'evenloop-packed-'));
const failed = [];
try {
  const quiet = $({ cwd: root, quiet: true });
  const packed = await quiet`npm pack --json --ignore-scripts --pack-destination ${folder}`;
  const tarball = join(folder, JSON.parse(packed.stdout)[0].filename);
  for (const [name, args] of TOOLS) {
    const tool = $({ cwd: ROOT, nothrow: true, quiet: true });
    const { exitCode, stdout, stderr } = await tool`npx --no-install ${args(tarball)}`;
    if (exitCode === 0) continue;
    failed.push(name);
    console.error(stdout + stderr);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failed.length > 0) console.error(`check-package: ${failed.join(' and ')} found problems`);
process.exit(failed.length > 0 ? 1 : 0);
