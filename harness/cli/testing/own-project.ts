// For tests: a project of a user's own, outside of this tree, with the example's scenario and this package installed as npm would.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Lays the project in `directory`. */
export function layOwnProject(directory: string): void {
  cpSync(join(ROOT, 'examples/own-scenario/scenarios'), join(directory, 'scenarios'), { recursive: true });
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(ROOT, join(directory, 'node_modules/evenloop'));
}

/** Changes a file of the project; the text must be there. */
export function edit(directory: string, file: string, before: string, after: string): void {
  const path = join(directory, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} has no ${JSON.stringify(before)}`);
  writeFileSync(path, text.replace(before, after));
}
