// Profiles: what is the runtime's own business, as data by runner and version. A scenario picks the row of the runtime at hand.
import { compareVersions, versionNumbers } from './version.ts';

/**
 * What ran the round: a runner id and the version of its runtime. Picks the row of a profile where what
 * must have happened is the runtime's own.
 */
export interface RuntimeVersion {
  readonly runner: string;
  readonly version: string;
}

/** A row holds from the version `since` on, until the next row of the same runner. */
export interface ProfileRow {
  /** As many parts of a version as matter: `20`, `3.12`. */
  readonly since: string;
}

/**
 * Rows by runner id, as a `profiles.json` has them. `*` is what is expected of a runner that nobody has described: it is judged
 * by it all the same, and its author writes a row.
 */
export type Profiles<Row> = Readonly<Record<string, readonly (Row & ProfileRow)[]>> & {
  readonly '*': readonly (Row & ProfileRow)[];
};

/**
 * The row with the highest `since` that the version has reached; for a version older than all rows the lowest one.
 * A version newer than all rows gets the last of them, which is how a change of behaviour is noticed.
 */
export function profileRow<Row>(profiles: Profiles<Row>, runtime: RuntimeVersion | null): Row & ProfileRow {
  const own = runtime !== null && Object.hasOwn(profiles, runtime.runner) ? profiles[runtime.runner] : [];
  const rows = own === undefined || own.length === 0 ? profiles['*'] : own;
  const version = versionNumbers(runtime?.version ?? '0');
  const sorted = [...rows].sort((a, b) => compareVersions(versionNumbers(a.since), versionNumbers(b.since)));
  const reached = sorted.filter(({ since }) => compareVersions(versionNumbers(since), version) <= 0);
  const row = reached.at(-1) ?? sorted[0];
  if (row === undefined) throw new Error('a profile has no rows');
  return row;
}
