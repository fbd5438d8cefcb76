// Finds the runtimes that can host runners, each once, and says which were passed over and why.
import { realpath } from 'node:fs/promises';
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { LoadedManifest, Runtime } from '../../contract/runner-manifest.ts';
import { ASK_LIMIT_MS, askOnce } from './ask-executable.ts';
import type { Ask } from './ask-executable.ts';
import { listCandidates, namedExecutable } from './candidates.ts';
import type { Candidate, EnvironmentVariables } from './candidates.ts';
import { noneFound } from './discovery-failures.ts';
import { examine } from './examine.ts';
import type { Examined } from './examine.ts';
import { fileSha256 } from './file-digest.ts';

export interface DiscoverOptions {
  /** `preferred`: stop at the first that satisfies. `all`: every one on this machine. */
  readonly extent: 'preferred' | 'all';
  /** What `{package}` stands for. */
  readonly packageRoot: string;
  readonly askLimitMs?: number;
}

export interface Discovery {
  readonly runtimes: readonly Runtime[];
  /** Runners without any interpreter, and interpreters that were named by a variable but cannot be used. */
  readonly missing: readonly Failure[];
  /** Interpreters that were merely found, and cannot be used. */
  readonly passedOver: readonly Failure[];
  /** Why a runner has no runtime at all, by its id. */
  readonly absent: ReadonlyMap<string, Failure>;
}

export async function discoverRuntimes(
  manifests: readonly LoadedManifest[],
  environment: EnvironmentVariables,
  options: DiscoverOptions,
): Promise<Discovery> {
  const ask = askOnce();
  const all = await Promise.all(manifests.map((loaded) => discoverFor(loaded, environment, options, ask)));
  return {
    runtimes: all.flatMap(({ runtimes }) => runtimes),
    missing: all.flatMap(({ missing }) => missing),
    passedOver: all.flatMap(({ passedOver }) => passedOver),
    absent: new Map(all.flatMap(({ absent }) => Array.from(absent))),
  };
}

async function discoverFor(
  loaded: LoadedManifest,
  environment: EnvironmentVariables,
  options: DiscoverOptions,
  ask: Ask,
): Promise<Discovery> {
  const { extent, packageRoot, askLimitMs = ASK_LIMIT_MS } = options;
  const candidates = await distinctCandidates(await listCandidates(loaded, environment, packageRoot));
  const context = { inherited: environment, packageRoot, limitMs: askLimitMs, ask };
  const look = (candidate: Candidate) => examine(loaded, candidate, context);
  const examined =
    extent === 'all' ? await Promise.all(candidates.map(look)) : await untilUsable(candidates, look);
  const usable = await asRuntimes(loaded, examined);
  const unusable = examined.filter((each) => !each.ok);
  const wanted = unusable.filter(({ candidate }) => candidate.wanted).map(({ failure }) => failure);
  const passedOver = unusable.filter(({ candidate }) => !candidate.wanted).map(({ failure }) => failure);
  const { interpreter } = loaded.manifest;
  const none =
    usable.length === 0 && interpreter !== undefined
      ? [noneFound(loaded.manifest, interpreter, [...wanted, ...passedOver])]
      : [];
  const missing = [...wanted, ...none];
  const why = usable.length === 0 ? missing.at(-1) : undefined;
  const absent = new Map(why === undefined ? [] : [[loaded.manifest.id, why]]);
  return { runtimes: usable, missing, passedOver, absent };
}

/** A file is asked once, even if several links lead to it; one that somebody named is asked by that name: it may be a virtual environment. */
async function distinctCandidates(candidates: readonly Candidate[]): Promise<Candidate[]> {
  const files = await Promise.all(
    candidates.map(async ({ path, wanted }) => (wanted ? path : realpath(path).catch(() => path))),
  );
  return candidates.filter((_, i) => files.indexOf(files[i] ?? '') === i);
}

async function untilUsable(
  candidates: readonly Candidate[],
  look: (candidate: Candidate) => Promise<Examined>,
): Promise<Examined[]> {
  const examined: Examined[] = [];
  for (const candidate of candidates) {
    examined.push(await look(candidate));
    if (examined.at(-1)?.ok === true) break;
  }
  return examined;
}

/** The runtime that somebody names by its executable. Throws a `FailureError` when it cannot be used. */
export async function runtimeAt(
  loaded: LoadedManifest,
  executable: string,
  source: string,
  environment: EnvironmentVariables,
  { packageRoot, askLimitMs = ASK_LIMIT_MS }: Omit<DiscoverOptions, 'extent'>,
): Promise<Runtime> {
  const path = await namedExecutable(executable, environment['PATH'] ?? '');
  const context = { inherited: environment, packageRoot, limitMs: askLimitMs, ask: askOnce() };
  const examined = await examine(loaded, { path, source, wanted: true }, context);
  if (!examined.ok) throw new FailureError(examined.failure);
  const [runtime] = await asRuntimes(loaded, [examined]);
  if (runtime === undefined) throw new Error(`${executable} was examined and is none`);
  return runtime;
}

async function asRuntimes(
  { manifest, folder }: LoadedManifest,
  examined: readonly Examined[],
): Promise<Runtime[]> {
  const usable = examined.filter((each) => each.ok);
  const distinct = usable.filter(
    (each, i) => usable.findIndex(({ executable }) => executable === each.executable) === i,
  );
  const digests = await Promise.all(distinct.map(({ executable }) => fileSha256(executable)));
  const ids = distinct.map(({ version }, i) => (i === 0 ? manifest.id : `${manifest.id}@${version}`));
  const runtimes = distinct.map(
    ({ executable, version, candidate }, i): Runtime => ({
      runner: manifest.id,
      id: uniqueId(ids, i),
      version,
      executable,
      executableSha256: digests[i] ?? '',
      source: candidate.source,
      manifest,
      manifestFolder: folder,
      offers: [],
    }),
  );
  return [...runtimes, ...runtimes.slice(0, 1).flatMap(variantsOf)];
}

/** Of the preferred interpreter: each variant is a runtime of its own, with its environment in its manifest. */
function variantsOf(runtime: Runtime): Runtime[] {
  const { manifest } = runtime;
  return Object.entries(manifest.variants ?? {}).map(([variant, { title, environment }]) =>
    Object.assign({}, runtime, {
      id: `${runtime.id}+${variant}`,
      variant,
      manifest: {
        ...manifest,
        title: `${manifest.title}, ${title}`,
        environment: { ...manifest.environment, ...environment },
      },
    }),
  );
}

/** Two builds of one version are told apart by a number: `python@3.11.2`, `python@3.11.2-2`. */
function uniqueId(ids: readonly string[], i: number): string {
  const id = ids[i] ?? '';
  const earlier = ids.slice(0, i).filter((other) => other === id).length;
  return earlier === 0 ? id : `${id}-${earlier + 1}`;
}
