// Where this package lies: the folder of its package.json, from the sources and from the build alike.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PackageFacts {
  readonly root: string;
  readonly version: string;
}

/** The nearest folder above `from` whose package.json is evenloop's own. */
export function findPackage(from: string = fileURLToPath(import.meta.url)): PackageFacts {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const facts = factsOf(folder);
    if (facts !== null) return facts;
    if (folder === dirname(folder)) throw new Error(`no package.json of evenloop above ${from}`);
  }
}

function factsOf(root: string): PackageFacts | null {
  const file = join(root, 'package.json');
  if (!existsSync(file)) return null;
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isOwn(parsed)) return null;
  return { root, version: parsed.version };
}

function isOwn(value: unknown): value is { name: 'evenloop'; version: string } {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'name' in value && value.name === 'evenloop' && 'version' in value && typeof value.version === 'string'
  );
}
