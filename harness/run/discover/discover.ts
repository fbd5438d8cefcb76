// Finds the interpreters that can host runners, each once, by its real path, and says which were passed over and why.
import { realpath } from 'node:fs/promises';
import { failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { RunnerManifest, Runtime } from '../../contract/runner-manifest.ts';
import { compareVersions, parseVersion } from '../../contract/version.ts';
import { askExecutable, ASK_LIMIT_MS } from './ask-executable.ts';
import { listCandidates } from './candidates.ts';
import type { Candidate, EnvironmentVariables } from './candidates.ts';
import { fileSha256 } from './file-digest.ts';
import { whyNotExecutable } from './find-executable.ts';
import { launchOf } from './runner-environment.ts';

export interface DiscoverOptions {
  /** `preferred`: stop at the first that satisfies. `all`: every one on this machine. */
  readonly extent: 'preferred' | 'all';
  readonly askLimitMs?: number;
}

export interface Discovery {
  readonly runtimes: readonly Runtime[];
  /** Runners without any interpreter, and interpreters that were named by a variable but cannot be used. */
  readonly missing: readonly Failure[];
  /** Interpreters that were merely found, and cannot be used. */
  readonly passedOver: readonly Failure[];
}

export async function discoverRuntimes(
  manifests: readonly RunnerManifest[],
  environment: EnvironmentVariables,
  options: DiscoverOptions = { extent: 'all' },
): Promise<Discovery> {
  const all = await Promise.all(manifests.map((manifest) => discoverFor(manifest, environment, options)));
  return {
    runtimes: all.flatMap(({ runtimes }) => runtimes),
    missing: all.flatMap(({ missing }) => missing),
    passedOver: all.flatMap(({ passedOver }) => passedOver),
  };
}

/** An interpreter that answered, or why it cannot be used. */
type Examined =
  | {
      readonly ok: true;
      readonly candidate: Candidate;
      readonly executable: string;
      readonly version: string;
    }
  | { readonly ok: false; readonly candidate: Candidate; readonly failure: Failure };

async function discoverFor(
  manifest: RunnerManifest,
  environment: EnvironmentVariables,
  options: DiscoverOptions,
): Promise<Discovery> {
  const candidates = await distinctCandidates(await listCandidates(manifest, environment));
  const ask = (candidate: Candidate) => examine(manifest, candidate, environment, options);
  const examined =
    options.extent === 'all' ? await Promise.all(candidates.map(ask)) : await untilUsable(candidates, ask);
  const usable = await asRuntimes(manifest, examined);
  const unusable = examined.filter((each) => !each.ok);
  const wanted = unusable.filter(({ candidate }) => candidate.wanted).map(({ failure }) => failure);
  const passedOver = unusable.filter(({ candidate }) => !candidate.wanted).map(({ failure }) => failure);
  const none = usable.length === 0 ? [noneFound(manifest, [...wanted, ...passedOver])] : [];
  return { runtimes: usable, missing: [...wanted, ...none], passedOver };
}

/** A file is asked once, even if several links lead to it. */
async function distinctCandidates(candidates: readonly Candidate[]): Promise<Candidate[]> {
  const real = await Promise.all(candidates.map(({ path }) => realpath(path).catch(() => path)));
  return candidates.filter((_, i) => real.indexOf(real[i] ?? '') === i);
}

async function untilUsable(
  candidates: readonly Candidate[],
  ask: (candidate: Candidate) => Promise<Examined>,
): Promise<Examined[]> {
  const examined: Examined[] = [];
  for (const candidate of candidates) {
    examined.push(await ask(candidate));
    if (examined.at(-1)?.ok === true) break;
  }
  return examined;
}

/** What makes an interpreter print its own path: a shim or a wrapper is only known by asking what it starts. */
const SELF_ARGS: Readonly<Record<RunnerManifest['language'], readonly string[]>> = {
  javascript: ['-p', 'process.execPath'],
  python: ['-c', 'import sys; print(sys.executable)'],
};

async function examine(
  manifest: RunnerManifest,
  candidate: Candidate,
  inherited: EnvironmentVariables,
  options: DiscoverOptions,
): Promise<Examined> {
  const no = (problem: string): Examined => ({
    ok: false,
    candidate,
    failure: unusable(manifest, candidate, problem),
  });
  const problem = await whyNotExecutable(candidate.path);
  if (problem !== null) return no(problem);
  const { environment } = launchOf({ ...manifest, environment: {} }, '', inherited);
  const ask = (path: string, args: readonly string[]) =>
    askExecutable(path, args, environment, options.askLimitMs ?? ASK_LIMIT_MS);

  const self = await ask(candidate.path, SELF_ARGS[manifest.language]);
  if (!self.ok) return no(self.problem);
  const executable = await realpath(self.line).catch(() => null);
  if (executable === null) return no(`says that it is ${self.line}, which does not exist`);
  const said = await ask(executable, manifest.interpreter.versionArgs);
  if (!said.ok) return no(said.problem);
  const version = parseVersion(said.line);
  if (version === null) return no(`says that its version is ${JSON.stringify(said.line.slice(0, 80))}`);
  const minimum = parseVersion(manifest.interpreter.minimumVersion)?.numbers ?? [];
  if (compareVersions(version.numbers, minimum) < 0)
    return { ok: false, candidate, failure: tooOld(manifest, executable, version.text) };
  return { ok: true, candidate, executable, version: version.text };
}

async function asRuntimes(manifest: RunnerManifest, examined: readonly Examined[]): Promise<Runtime[]> {
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

function unusable(
  { title, interpreter }: RunnerManifest,
  { path, source }: Candidate,
  problem: string,
): Failure {
  const next = `Correct ${source === interpreter.variable ? interpreter.variable : source}, or remove ${path} from it.`;
  return failure('EL2001', `${path} (from ${source}) cannot be used for ${title}: it ${problem}.`, next);
}

function tooOld({ title, interpreter }: RunnerManifest, executable: string, version: string): Failure {
  const { minimumVersion, install } = interpreter;
  const cause = `${executable} is version ${version}, and ${title} needs ${minimumVersion} or later.`;
  return failure('EL2002', cause, install);
}

function noneFound({ title, interpreter }: RunnerManifest, problems: readonly Failure[]): Failure {
  const where = `${interpreter.variable} and ${interpreter.names.join(', ')} on PATH`;
  const evidence = problems.map(({ code, cause }) => `${code} ${cause}`);
  return failure(
    'EL2001',
    `No interpreter for ${title} was found by ${where}.`,
    interpreter.install,
    evidence,
  );
}
