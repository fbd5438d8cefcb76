// Looks for `evenloop.config.*` from a folder upwards to the root of the file system. A package.json on the way does not end the search.
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { failure } from '../contract/failure.ts';
import type { Failure, Result } from '../contract/failure.ts';

const STEM = 'evenloop.config.';
/** The forms that are read. */
export const CONFIG_NAMES: readonly string[] = ['ts', 'mjs', 'json'].map((form) => STEM + form);
/** Forms in which somebody may have meant one: passing over them in silence would be a run without the config. */
const NOT_READ: ReadonlySet<string> = new Set(
  ['js', 'cjs', 'mts', 'cts', 'yaml', 'yml', 'toml', 'jsonc', 'json5'].map((form) => STEM + form),
);

/** Its path; null where no folder has one. The nearest folder that has one decides, and it may have one only. */
export function findConfig(from: string): Result<string | null> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const names = namesIn(folder);
    const [first, second] = CONFIG_NAMES.filter((name) => names.includes(name));
    if (first !== undefined && second !== undefined)
      return { ok: false, failure: two(folder, first, second) };
    if (first !== undefined) return { ok: true, value: join(folder, first) };
    const other = names.find((name) => NOT_READ.has(name));
    if (other !== undefined) return { ok: false, failure: notRead(join(folder, other)) };
    if (folder === dirname(folder)) return { ok: true, value: null };
  }
}

/** A folder that may not be listed has nothing for us. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function two(folder: string, first: string, second: string): Failure {
  const cause = `${folder} has two configs: ${first} and ${second}.`;
  return failure('EL1012', cause, 'Keep one of them, or name one with --config.');
}

function notRead(path: string): Failure {
  const next = `Name it ${CONFIG_NAMES.join(', ')}, or go without it by --no-config.`;
  return failure('EL1012', `${path} is in no form that is read.`, next);
}
