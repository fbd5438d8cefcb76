// Where this package lies: the folder of its package.json, from the sources and from the build alike.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PRODUCT } from '../contract/product.ts';

export interface PackageFacts {
  readonly root: string;
}

/** The nearest folder above `from` whose package.json is evenloop's own. */
export function findPackage(from: string = fileURLToPath(import.meta.url)): PackageFacts {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    if (isOwn(join(folder, 'package.json'))) return { root: folder };
    if (folder === dirname(folder)) throw new Error(`no package.json of evenloop above ${from}`);
  }
}

function isOwn(file: string): boolean {
  if (!existsSync(file)) return false;
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === PRODUCT.name;
}
