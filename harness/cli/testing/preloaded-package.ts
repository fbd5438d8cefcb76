// For tests: a copy of the built package whose Node runner loads a module first, as a broken build of Node would come with it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyPackage } from './broken-package.ts';
import type { BrokenPackage } from './broken-package.ts';

/** `source` may use the constant `FOLDER`: the URL of a folder of this package that it may write to. */
export function preloadPackage(source: string): BrokenPackage {
  const made = copyPackage();
  writeFileSync(join(made.root, 'preload.mjs'), `const FOLDER = new URL('.', import.meta.url);\n${source}`);
  const path = join(made.root, 'runners', 'node', 'runner.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { readonly args: readonly string[] };
  const args = ['--import', '{package}/preload.mjs', ...manifest.args];
  writeFileSync(path, JSON.stringify({ ...manifest, args }));
  return made;
}
