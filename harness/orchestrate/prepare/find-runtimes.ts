// Which runtimes there are for the runners that are known, and how far the search has to go.
import type { Failure } from '../../contract/failure.ts';
import { PACKAGE_ALONE } from '../../contract/project.ts';
import type { OwnSubject, ProjectParts } from '../../contract/project.ts';
import type { LoadedManifest, RunnerManifest, Runtime } from '../../contract/runner-manifest.ts';
import { isMeant } from '../../plan/select.ts';
import { discoverRuntimes, runtimeAt } from '../../run/discover/discover.ts';
import { inheritedNames } from '../../run/discover/inherited-names.ts';
import type { Wires } from '../../run/session/wires.ts';
import { askRunners } from './ask-runners.ts';
import { loadManifests } from './load-manifests.ts';
import { ownRuntimes } from './own-runtimes.ts';

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
  project: ProjectParts = PACKAGE_ALONE,
  scenarioRoots: readonly string[] = [],
): Promise<FoundRuntimes> {
  const { manifests, failures, absent } = loadManifests(packageRoot, project.runners);
  const all = meansOthers(patterns) || project.subjects.some(wantsOther);
  const wanted = [...patterns, ...project.subjects.map(({ runner }) => runner)];
  const looked = manifests.filter(({ manifest }) => isMeant(manifest, wanted));
  const found = await discoverRuntimes(looked, process.env, {
    extent: all ? 'all' : 'preferred',
    packageRoot,
  });
  const lacking = new Map([...absent, ...found.absent]);
  const own = await ownRuntimes({
    subjects: project.subjects,
    manifests,
    found: found.runtimes,
    absent: lacking,
    examine: (loaded, executable, source) =>
      runtimeAt(loaded, executable, source, process.env, { packageRoot }),
  });
  // What was looked for because a subject of the project is made of it is not meant itself.
  const meant = found.runtimes.filter(({ manifest }) => isMeant(manifest, patterns));
  const unneeded = looked.flatMap(({ manifest }) => {
    const why = found.absent.get(manifest.id);
    return why === undefined || isNeeded(manifest, wanted) ? [] : [why];
  });
  const missing = [...failures, ...found.missing.filter((failure) => !unneeded.includes(failure))];
  return {
    runtimes: inOrder([...meant, ...own.runtimes], manifests).map((runtime) =>
      Object.assign({}, runtime, { scenarioRoots, inherited: inheritedNames(runtime.manifest, process.env) }),
    ),
    missing: [...new Set([...missing, ...own.absent.values()])],
    passedOver: [...found.passedOver, ...unneeded],
    absent: new Map([...lacking, ...own.absent]),
  };
}

/**
 * The order of every table, list and plan: runners as `load-manifests` has them, the package's own before those from outside; of each what
 * was found before the subjects that the user has made of it.
 */
function inOrder(runtimes: readonly Runtime[], manifests: readonly LoadedManifest[]): readonly Runtime[] {
  const place = new Map(manifests.map(({ manifest }, index) => [manifest.id, index]));
  const placeOf = ({ runner }: Runtime): number => place.get(runner) ?? manifests.length;
  return runtimes.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** A runner that is not in the default run is missed by nobody who means only whatever there is. */
const isNeeded = ({ id, inDefaultRun = true }: RunnerManifest, patterns: readonly string[]): boolean =>
  inDefaultRun || patterns.some((pattern) => pattern.split(/[@/+]/)[0] === id);

/** A version, or a runtime that is not the preferred one of its runner. */
const wantsOther = ({ executable, runtime, version }: OwnSubject): boolean =>
  executable === null && (version !== null || /[@]/.test(runtime ?? ''));

/** Only a pattern such as `python@3.13.0/*` can mean a runtime that is not the preferred one of its runner. */
const meansOthers = (patterns: readonly string[]): boolean =>
  patterns.some((pattern) => /[@*]/.test(pattern));

export interface AskedRuntimes extends FoundRuntimes {
  /** Of runtimes whose runner did not answer as it must, by id: they offer nothing. */
  readonly refused: ReadonlyMap<string, Failure>;
}

export interface AskOptions {
  readonly reference?: string | null;
  /** Where scenarios from outside are. */
  readonly scenarioRoots?: readonly string[];
  readonly wires?: Wires | undefined;
}

/** The same, and each runner that may be meant is started once and asked what it offers. A reference alone narrows nothing. */
export async function findAndAsk(
  packageRoot: string,
  subjects: readonly string[],
  project: ProjectParts = PACKAGE_ALONE,
  { reference = null, scenarioRoots = [], wires }: AskOptions = {},
): Promise<AskedRuntimes> {
  const patterns = [...subjects, ...(reference === null ? [] : [reference])];
  const found = await findRuntimes(packageRoot, patterns, project, scenarioRoots);
  const asked = subjects.length === 0 ? [] : patterns;
  return { ...found, ...(await askRunners(found.runtimes, asked, packageRoot, wires)) };
}
