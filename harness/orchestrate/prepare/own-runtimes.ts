// The subjects of a project as runtimes: each on the runtime that it names, started in its own way. One that cannot be used costs itself alone.
import { FailureError, failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { nearest } from '../../contract/nearest.ts';
import type { OwnSubject } from '../../contract/project.ts';
import type { LoadedManifest, Runtime } from '../../contract/runner-manifest.ts';
import { parseVersionRange } from '../../contract/version-range.ts';
import { startedAs, startedWith } from './started-as.ts';

export interface OwnRuntimes {
  readonly runtimes: readonly Runtime[];
  /** Why a subject cannot be measured, by its id. */
  readonly absent: ReadonlyMap<string, Failure>;
}

export interface OwnRequest {
  readonly subjects: readonly OwnSubject[];
  readonly manifests: readonly LoadedManifest[];
  /** What was found for the runners themselves: for each runner the preferred one first. */
  readonly found: readonly Runtime[];
  /** Why a runner has no runtime, by its id. */
  readonly absent: ReadonlyMap<string, Failure>;
  /** Asks the executable that a subject names what it is. Throws a `FailureError` when it cannot be used. */
  readonly examine: (loaded: LoadedManifest, executable: string, source: string) => Promise<Runtime>;
}

export async function ownRuntimes(request: OwnRequest): Promise<OwnRuntimes> {
  const runtimes: Runtime[] = [];
  const absent = new Map<string, Failure>();
  for (const subject of request.subjects) {
    try {
      runtimes.push(await runtimeOf(subject, request));
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      absent.set(subject.id, error.failure);
    }
  }
  return { runtimes, absent };
}

async function runtimeOf(subject: OwnSubject, request: OwnRequest): Promise<Runtime> {
  const { manifests, examine } = request;
  const { id, runner, executable, definedBy } = subject;
  const loaded = manifests.find(({ manifest }) => manifest.id === runner);
  if (loaded === undefined) throw noRunner(subject, request);
  if (manifests.some(({ manifest }) => manifest.id === id))
    throw bad(subject, 'has the id of a runner.', 'Give it another id.');
  const strange = subject.withoutArgs.find((arg) => !loaded.manifest.args.includes(arg));
  if (strange !== undefined)
    throw bad(
      subject,
      `leaves out ${JSON.stringify(strange)}, which is no argument of the runner ${runner}.`,
      `Its arguments are ${loaded.manifest.args.join(' ')}.`,
    );
  const own = { ...loaded, manifest: startedAs(loaded.manifest, subject) };
  const base = executable === null ? baseOf(subject, request) : await examine(own, executable, definedBy);
  const { variant: _, ...plain } = base;
  const manifest = executable === null ? startedAs(base.manifest, subject) : own.manifest;
  if (!holds(subject, base))
    throw bad(
      subject,
      `wants version ${subject.version}, and ${base.executable} is ${base.version}.`,
      'Name another executable, or another range.',
    );
  return { ...plain, id, manifest, startedWith: startedWith(loaded.manifest, subject) };
}

const holds = ({ version }: OwnSubject, runtime: Runtime): boolean =>
  version === null || parseVersionRange(version)?.(runtime.version) === true;

/** Of the runtimes that were found: the one that is named, the first in the range of versions, or the preferred one. */
function baseOf(subject: OwnSubject, { found, absent }: OwnRequest): Runtime {
  const { runner, runtime, version } = subject;
  const own = found.filter((each) => each.runner === runner);
  const [preferred] = own;
  const none = absent.get(runner);
  if (preferred === undefined)
    throw none === undefined
      ? bad(subject, `has no runtime.`, 'Name an executable.')
      : new FailureError(none);
  if (runtime !== null) {
    const named = own.find(({ id }) => id === runtime);
    if (named !== undefined) return named;
    const ids = own.map(({ id }) => id);
    throw bad(
      subject,
      `names the runtime ${JSON.stringify(runtime)}, which was not found for the runner ${runner}.`,
      `Found are ${ids.join(', ')}; "executable" names any other one.`,
    );
  }
  const fitting = own.find((each) => each.variant === undefined && holds(subject, each));
  if (fitting !== undefined) return fitting;
  const versions = own.filter(({ variant }) => variant === undefined).map((each) => each.version);
  throw bad(
    subject,
    `wants version ${version} of the runner ${runner}, and found are ${versions.join(', ')}.`,
    'Install one, or name it by "executable".',
  );
}

function noRunner(subject: OwnSubject, { manifests }: OwnRequest): FailureError {
  const ids = manifests.map(({ manifest }) => manifest.id);
  const near = nearest(subject.runner, ids);
  const all = `The runners are ${ids.join(', ')}.`;
  return bad(
    subject,
    `names the runner ${JSON.stringify(subject.runner)}, which is not there.`,
    near === null ? all : `Did you mean "${near}"? ${all}`,
  );
}

function bad({ id, definedBy }: OwnSubject, what: string, next: string): FailureError {
  return new FailureError(failure('EL2016', `The subject ${id} (${definedBy}) ${what}`, next));
}
