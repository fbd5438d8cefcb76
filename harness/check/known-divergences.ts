// Explained divergences as data: reads a scenario's list, finds the entry that explains a finding, and finds stale entries.
import { Value } from 'typebox/value';
import type { Result } from '../contract/failure.ts';
import { failure } from '../contract/failure.ts';
import { KnownDivergences } from '../contract/verdict.ts';
import type { Finding, KnownDivergence } from '../contract/verdict.ts';
import { parseVersionRange } from '../contract/version-range.ts';

/** What was run: entries name a runner, a range of versions and styles. */
export interface RunBy {
  readonly runner: string;
  readonly version: string;
  readonly style: string;
}

/** `where` names the file in the failure. */
export function parseKnownDivergences(value: unknown, where: string): Result<readonly KnownDivergence[]> {
  const bad = (cause: string): Result<never> => ({
    ok: false,
    failure: failure('EL1007', `${where}: ${cause}`, 'Correct this list of known divergences.'),
  });
  if (!Value.Check(KnownDivergences, value)) {
    const first = Value.Errors(KnownDivergences, value)[0];
    return bad(`${first?.instancePath || '/'} ${first?.message ?? 'is malformed'}`);
  }
  const ids = new Set<string>();
  for (const { id, versions } of value) {
    if (ids.has(id)) return bad(`two entries have the id ${JSON.stringify(id)}`);
    ids.add(id);
    if (parseVersionRange(versions) === null)
      return bad(
        `${JSON.stringify(versions)} of ${JSON.stringify(id)} is not a version range like ">=20 <24"`,
      );
  }
  return { ok: true, value };
}

/** The entries of a list that speak of this runner, version and style at all. */
export function applicable(known: readonly KnownDivergence[], by: RunBy): readonly KnownDivergence[] {
  return known.filter(
    ({ runner, versions, styles }) =>
      runner === by.runner &&
      (styles.length === 0 || styles.includes(by.style)) &&
      parseVersionRange(versions)?.(by.version) === true,
  );
}

/** The entry that explains this finding, by rule and class, and by key where the entry has one. */
export function explanationOf(
  entries: readonly KnownDivergence[],
  finding: Finding,
): KnownDivergence | undefined {
  return entries.find(
    (entry) =>
      entry.rule === finding.rule &&
      entry.class === finding.class &&
      (entry.key === undefined || entry.key === finding.key),
  );
}

/** Entries that must fail and that no finding showed: the list lags behind the runtimes. */
export function staleEntries(
  entries: readonly KnownDivergence[],
  findings: readonly Finding[],
): readonly KnownDivergence[] {
  return entries.filter(
    (entry) =>
      entry.status === 'must-fail' &&
      !findings.some((finding) => explanationOf([entry], finding) !== undefined),
  );
}
