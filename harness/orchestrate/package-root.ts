// Where this package lies: the folder of its package.json, from the sources and from the build alike.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PRODUCT } from '../contract/product.ts';
import { kindAt, readForeignText } from '../files/foreign-file.ts';
import { parseForeignJson } from '../contract/foreign-json.ts';
import { STORED } from '../files/limits.ts';

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
  if (kindAt(file) !== 'file') return false;
  const parsed = describedIn(file);
  return typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === PRODUCT.name;
}

/** Null for one of others that cannot be read: it is not the one that is looked for. */
function describedIn(file: string): unknown {
  try {
    return parseForeignJson(readForeignText(file, STORED.description));
  } catch {
    return null;
  }
}
