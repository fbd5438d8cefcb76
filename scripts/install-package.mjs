// Packs this tree and installs the tarball into a folder, as a user would. `node scripts/install-package.mjs <folder>`; needs dist/.
// The folder becomes a project of its own; npm's cache serves what it has, so that a second installation needs no network.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $ } from 'zx';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const [named] = process.argv.slice(2);
if (named === undefined || !existsSync(join(ROOT, 'dist/harness/cli/main.js'))) {
  console.error('usage: node scripts/install-package.mjs <folder>, after `npm run build`');
  process.exit(2);
}
const folder = resolve(named);
mkdirSync(folder, { recursive: true });
if (!existsSync(join(folder, 'package.json')))
  writeFileSync(join(folder, 'package.json'), '{ "name": "a-project", "private": true }\n');

const packed = mkdtempSync(join(tmpdir(), 'evenloop-packed-'));
try {
  const quiet = $({ quiet: true, verbose: false });
  const { stdout } = await quiet({
    cwd: ROOT,
  })`npm pack --json --ignore-scripts --pack-destination ${packed}`;
  const tarball = join(packed, JSON.parse(stdout)[0].filename);
  await quiet({ cwd: folder })`npm install --no-audit --no-fund --prefer-offline ${tarball}`;
} finally {
  rmSync(packed, { recursive: true, force: true });
}
