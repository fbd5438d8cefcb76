// What a scenario from outside is made of: the digest of each file, so that two runs can be told apart by it.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readForeignBytes } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';

/** What a family has in common, beside its scenarios. */
const SHARED = 'shared';
/** No part of a program: proofs, what was installed or compiled on the way, and what begins with a dot or ends as prose. */
const NO_PART = /^(golden|node_modules|__pycache__|\..*|.*\.md)$/;

/** SHA-256 in hexadecimal by path: `promises.mjs`, `parts/ring.py`, `../shared/wire.py`. */
export function digestsOf(folder: string): Readonly<Record<string, string>> {
  const shared = join(folder, '..', SHARED);
  return Object.fromEntries([
    ...filesIn(folder, ''),
    ...(existsSync(shared) ? filesIn(shared, `../${SHARED}/`) : []),
  ]);
}

function filesIn(folder: string, name: string): [string, string][] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NO_PART.test(entry.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): [string, string][] => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesIn(path, `${name}${entry.name}/`);
      return entry.isFile() ? [[`${name}${entry.name}`, sha256(path)]] : [];
    });
}

function sha256(path: string): string {
  return createHash('sha256').update(readForeignBytes(path, STORED.part)).digest('hex');
}
