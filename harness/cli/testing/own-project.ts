// For tests: a project of a user's own, outside of this tree, with the example's scenario and this package installed as npm would.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** What the example imports of the package. */
const PUBLIC = ['define-scenario', 'pacing', 'standard-metrics'];

/** Lays the project in `directory`. */
export function layOwnProject(directory: string): void {
  cpSync(join(ROOT, 'examples/own-scenario/scenarios'), join(directory, 'scenarios'), { recursive: true });
  const installed = join(directory, 'node_modules/evenloop');
  mkdirSync(installed, { recursive: true });
  const manifest = { name: 'evenloop', type: 'module', exports: './index.js' };
  writeFileSync(join(installed, 'package.json'), JSON.stringify(manifest));
  const from = PUBLIC.map((name) => pathToFileURL(join(ROOT, `dist/harness/contract/${name}.js`)).href);
  writeFileSync(
    join(installed, 'index.js'),
    from.map((url) => `export * from ${JSON.stringify(url)};\n`).join(''),
  );
}

/** Changes a file of the project; the text must be there. */
export function edit(directory: string, file: string, before: string, after: string): void {
  const path = join(directory, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} has no ${JSON.stringify(before)}`);
  writeFileSync(path, text.replace(before, after));
}
