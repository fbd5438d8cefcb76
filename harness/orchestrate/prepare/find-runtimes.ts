// Which runtimes there are for the runners that are known, and how far the search has to go.
import type { Failure } from '../../contract/failure.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { discoverRuntimes } from '../../run/discover/discover.ts';
import type { Wires } from '../../run/session/wires.ts';
import { askRunners } from './ask-runners.ts';
import { loadManifests } from './load-manifests.ts';
import type { NamedManifest } from './load-manifests.ts';

export interface FoundRuntimes {
  readonly runtimes: readonly Runtime[];
  /** Manifests that cannot be used, runners without any runtime, and runtimes that somebody named but that cannot be used. */
  readonly missing: readonly Failure[];
  readonly passedOver: readonly Failure[];
  /** Why a runner has no runtime, by its id. */
  readonly absent: ReadonlyMap<string, Failure>;
}

/** Nothing is known of what the runners offer: for whoever names runner and style himself. `scenarioRoots`: folders of scenarios from outside. */
export async function findRuntimes(
  packageRoot: string,
  patterns: readonly string[],
  named: readonly NamedManifest[] = [],
  scenarioRoots: readonly string[] = [],
): Promise<FoundRuntimes> {
  const { manifests, failures, absent } = loadManifests(packageRoot, named);
  const found = await discoverRuntimes(manifests, process.env, {
    extent: meansOthers(patterns) ? 'all' : 'preferred',
    packageRoot,
  });
  return {
    ...found,
    runtimes: found.runtimes.map((runtime) => ({ ...runtime, scenarioRoots })),
    missing: [...failures, ...found.missing],
    absent: new Map([...absent, ...found.absent]),
  };
}

/** Only a pattern such as `python@3.13.0/*` can mean a runtime that is not the preferred one of its runner. */
const meansOthers = (patterns: readonly string[]): boolean =>
  patterns.some((pattern) => /[@*]/.test(pattern));

export interface AskedRuntimes extends FoundRuntimes {
  /** Of runtimes whose runner did not answer as it must, by id: they offer nothing. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** The same, and each runner that the patterns may mean is started once and asked what it offers. */
export async function findAndAsk(
  packageRoot: string,
  patterns: readonly string[],
  named: readonly NamedManifest[] = [],
  scenarioRoots: readonly string[] = [],
  wires?: Wires,
): Promise<AskedRuntimes> {
  const found = await findRuntimes(packageRoot, patterns, named, scenarioRoots);
  return { ...found, ...(await askRunners(found.runtimes, patterns, packageRoot, wires)) };
}
