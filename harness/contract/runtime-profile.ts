// Profiles: what is the runtime's own business, as data by runner and version. A scenario picks the row of the runtime at hand.

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
