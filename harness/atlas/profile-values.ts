// The rows of a profile as single values: each with its path, as text that people read.
import { crc32 } from '../contract/digest.ts';
import type { ProfileRow, Profiles } from '../contract/runtime-profile.ts';

/** A `profiles.json`, whatever its rows have. */
export type AnyProfiles = Profiles<Readonly<Record<string, unknown>>>;
export type AnyProfileRow = Readonly<Record<string, unknown>> & ProfileRow;

/** By path, such as `cases.turn` or `children.0.signal`. Lists of plain values are one value. An empty one is no value: the runtime has no such case. */
export function valuesOf(row: AnyProfileRow): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries(row)) if (key !== 'since') collect(key, value, values);
  return values;
}

function collect(path: string, value: unknown, into: Map<string, string>): void {
  if (typeof value === 'boolean') into.set(path, value ? 'yes' : 'no');
  else if (typeof value === 'number' || (typeof value === 'string' && value !== ''))
    into.set(path, String(value));
  else if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
    if (value.length > 0) into.set(path, value.join(' '));
  } else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) collect(`${path}.${key}`, inner, into);
}

/** All paths of all rows, in the order in which they first come. */
export function pathsOf(profiles: AnyProfiles): readonly string[] {
  const rows = Object.values(profiles).flat();
  return [...new Set(rows.flatMap((row) => Array.from(valuesOf(row).keys())))];
}

/** Paths without the first part that all of them share: `cases.turn` is `turn`. */
export function shortPaths(paths: readonly string[]): ReadonlyMap<string, string> {
  const firsts = new Set(paths.map((path) => path.split('.')[0] ?? ''));
  const [first = ''] = firsts;
  const shared = firsts.size === 1 && paths.every((path) => path.startsWith(`${first}.`));
  return new Map(paths.map((path) => [path, shared ? path.slice(first.length + 1) : path]));
}

/** Tells whether a check was judged by the row that is there today. */
export function rowDigest(row: AnyProfileRow): string {
  return crc32(new TextEncoder().encode(JSON.stringify(row)))
    .toString(16)
    .padStart(8, '0');
}
