// Reads what stands beside the scenarios, and the manifests of the runners.
import { join } from 'node:path';
import { AtlasWords } from '../contract/atlas.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import { parseForeignJson } from '../contract/foreign-json.ts';
import { folderOf } from '../contract/scenario-origin.ts';
import { schemaTroubles } from '../contract/schema-troubles.ts';
import type { Scenario } from '../contract/scenario.ts';
import { readForeignText } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';
import { loadKnownDivergences } from '../orchestrate/prepare/load-known-divergences.ts';
import { loadManifests } from '../orchestrate/prepare/load-manifests.ts';
import type { NamedManifest } from '../orchestrate/prepare/load-manifests.ts';
import type { AnyProfiles } from './profile-values.ts';
import type { AtlasRunner, AtlasSource } from './source.ts';

/** Throws a `FailureError` EL1007 that names the file when one cannot be used. */
export function loadSources(packageRoot: string, scenarios: readonly Scenario[]): readonly AtlasSource[] {
  const known = loadKnownDivergences(packageRoot, scenarios);
  return scenarios.map((scenario) => {
    const folder = folderOf(scenario, packageRoot);
    return {
      scenario,
      profiles: profilesIn(join(folder, 'profiles.json')),
      words: wordsIn(join(folder, 'behaviours.json')),
      known: known.get(scenario.id) ?? [],
    };
  });
}

/** In the order of the package. */
export function loadRunners(packageRoot: string, named: readonly NamedManifest[]): readonly AtlasRunner[] {
  return loadManifests(packageRoot, named).manifests.map(({ manifest: { id, title, tolerances } }) => ({
    id,
    title,
    timerEarlyNs: tolerances.timerEarlyNs,
  }));
}

function profilesIn(path: string): AnyProfiles | null {
  const value = parsed(path);
  if (value === undefined) return null;
  if (!isProfiles(value)) throw new FailureError(unusable(path, 'it has no rows by runner, with `since`.'));
  return value;
}

function isProfiles(value: unknown): value is AnyProfiles {
  return (
    isObject(value) &&
    Object.hasOwn(value, '*') &&
    Object.values(value).every(
      (rows) =>
        Array.isArray(rows) &&
        rows.length > 0 &&
        rows.every((row: unknown) => isObject(row) && typeof row['since'] === 'string'),
    )
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function wordsIn(path: string): AtlasWords | null {
  const value = parsed(path);
  if (value === undefined) return null;
  const [trouble] = schemaTroubles(AtlasWords, value);
  if (trouble !== undefined) throw new FailureError(unusable(path, trouble.cause));
  return value as AtlasWords;
}

/** Undefined where there is no such file. */
function parsed(path: string): unknown {
  try {
    return parseForeignJson(readForeignText(path, STORED.description));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    const why = error instanceof SyntaxError ? 'it is not JSON.' : `it cannot be read (${String(error)}).`;
    throw new FailureError(unusable(path, why));
  }
}

const unusable = (path: string, cause: string): Failure =>
  failure('EL1007', `${path}: ${cause}`, 'Correct this file.');
