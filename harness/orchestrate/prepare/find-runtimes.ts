// Which interpreters there are for this package's runners, and how far the search has to go.
import type { Failure } from '../../contract/failure.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { discoverRuntimes } from '../../run/discover/discover.ts';
import { loadManifests } from './load-manifests.ts';

export interface FoundRuntimes {
  readonly runtimes: readonly Runtime[];
  /** Runners without any interpreter, and interpreters that somebody named but that cannot be used. */
  readonly missing: readonly Failure[];
  readonly passedOver: readonly Failure[];
  /** Ids of all runners of this package, found or not. */
  readonly runners: readonly string[];
}

/** Only a pattern such as `python@3.13.0/*` can mean an interpreter that is not the preferred one of its runner. */
export async function findRuntimes(packageRoot: string, patterns: readonly string[]): Promise<FoundRuntimes> {
  const extent = patterns.some((pattern) => /[@*]/.test(pattern)) ? 'all' : 'preferred';
  const manifests = loadManifests(packageRoot);
  const found = await discoverRuntimes(manifests, process.env, { extent });
  return { ...found, runners: manifests.map(({ id }) => id) };
}
