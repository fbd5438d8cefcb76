// Profiles: behaviour that each runtime defines for itself, as data by runner and version. A scenario picks the row of the present runtime.

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
  const sorted = [...rows].sort((a, b) => compareVersions(a.since, b.since));
  const reached = sorted.filter(({ since }) => compareVersions(since, runtime?.version ?? '0') <= 0);
  const row = reached.at(-1) ?? sorted[0];
  if (row === undefined) throw new Error('a profile has no rows');
  return row;
}

/** `v20.11.0` and `3.13.0rc1` by their numbers; missing parts are 0. */
function compareVersions(a: string, b: string): number {
  const [first, second] = [partsOf(a), partsOf(b)];
  const length = Math.max(first.length, second.length);
  for (let i = 0; i < length; i++) {
    const difference = (first[i] ?? 0) - (second[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): number[] {
  return (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}
