// Profiles: behaviour that each runtime defines for itself, as data by runner and version. A scenario picks the row of the present runtime.
import { compareVersions, versionNumbers } from './version.ts';

/**
 * The runtime of a round: a runner id and a version. It picks the row of a profile where the expected
 * behaviour depends on the runtime.
 */
export interface RuntimeVersion {
  readonly runner: string;
  readonly version: string;
}

/** A row holds from the version `since` on, until the next row of the same runner. */
export interface ProfileRow {
  /** The leading parts of a version that matter: `20`, `3.12`. */
  readonly since: string;
}

/**
 * Rows by runner id, as a `profiles.json` has them. `*` is the row for every runner without a row of its own: such a runner is judged
 * by it until its author adds a row.
 */
export type Profiles<Row> = Readonly<Record<string, readonly (Row & ProfileRow)[]>> & {
  readonly '*': readonly (Row & ProfileRow)[];
};

/**
 * The row with the highest `since` that the version has reached; for a version older than all rows the lowest one.
 * A version newer than all rows gets the last of them, so that a change of behaviour shows as a divergence.
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
