// From what the command was given to the judgement: the manifest, an interpreter, folders, witnesses, and everything gone afterwards.

import { join, resolve } from 'node:path';
import type { Conformance } from '../contract/conformance.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import { nearest } from '../contract/nearest.ts';
import type { OwnSubject, ProjectParts } from '../contract/project.ts';
import type { LoadedManifest, Runtime } from '../contract/runner-manifest.ts';
import { rootsOf } from '../contract/scenario-origin.ts';
import type { Scenario } from '../contract/scenario.ts';
import { kindAt } from '../files/foreign-file.ts';
import { guardChildren } from '../orchestrate/child-guard.ts';
import { findPackage } from '../orchestrate/package-root.ts';
import { loadKnownDivergences } from '../orchestrate/prepare/load-known-divergences.ts';
import { findRuntimes } from '../orchestrate/prepare/find-runtimes.ts';
import { loadManifests, readManifest } from '../orchestrate/prepare/load-manifests.ts';
import { openWires } from '../orchestrate/wires.ts';
import { listenForStop } from '../orchestrate/stop.ts';
import { harnessEpochNs } from '../run/clock.ts';
import { discoverRuntimes } from '../run/discover/discover.ts';
import { makeScratch } from '../run/scratch.ts';
import { startWitness } from '../run/witness/host.ts';
import { conform } from './conform.ts';
import type { ConformListener, ConformRequest } from './conform.ts';

export interface JudgeRunnerRequest extends Pick<ConformRequest, 'only' | 'limits'> {
  /** A manifest, its folder, or the id of a runner or a subject: of the package or of the project. */
  readonly named: string;
  readonly project: ProjectParts;
  readonly scenarios: readonly Scenario[];
  readonly listener: ConformListener & { say(text: string): void; found(runtime: Runtime): void };
  /** The file that what is said goes to; null: none. */
  readonly wire: string | null;
  /** At the third signal: ends this process, whatever is still open. */
  readonly abandon: () => void;
}

export interface JudgedRunner {
  readonly conformance: Conformance;
  readonly interrupted: boolean;
  /** Why the file of the messages is not whole; null: it is, or there is none. */
  readonly unwritten: Failure | null;
}

/** Throws a `FailureError` where there is no runner to judge. */
export async function judgeRunner(request: JudgeRunnerRequest): Promise<JudgedRunner> {
  const { named, project, scenarios, listener, abandon, only, limits, wire } = request;
  const { root } = findPackage();
  const found = await runtimeOf(named, project, root);
  const runtime = { ...found, scenarioRoots: rootsOf(scenarios) };
  listener.found(runtime);
  const stop = listenForStop({
    source: process,
    maxTimeMs: null,
    say: (text) => listener.say(text),
    abandon,
  });
  const wires = openWires(wire);
  const scratch = await makeScratch(process.env);
  try {
    const witness = guardChildren(await startWitness({ epochNs: harnessEpochNs }));
    try {
      const conformance = await conform({
        runtime,
        packageRoot: root,
        directory: scratch.directory,
        scenarios,
        known: loadKnownDivergences(root, scenarios),
        only,
        witnesses: [witness],
        stop,
        ...(limits === undefined ? {} : { limits }),
        wires,
        listener,
      });
      return { conformance, interrupted: stop.soft.aborted, unwritten: wires.close() };
    } finally {
      await witness.close();
    }
  } finally {
    wires.close();
    await scratch.remove();
    stop.dispose();
  }
}

const MANIFEST = 'runner.json';

/** A path is taken first: what is named so may have the id of another runner. */
async function runtimeOf(named: string, project: ProjectParts, packageRoot: string): Promise<Runtime> {
  const path = resolve(named);
  const file = kindAt(path) === 'folder' ? join(path, MANIFEST) : path;
  if (kindAt(file) !== 'nothing') {
    // Read by itself, and not beside the package's own: a copy of one of those has their id, and is judged all the same.
    const read = readManifest(file, 'option');
    if (!('manifest' in read)) throw new FailureError(read);
    return preferredOf(read, packageRoot);
  }
  const { manifests, absent } = loadManifests(packageRoot, project.runners);
  const own = manifests.find(({ manifest }) => manifest.id === named);
  if (own !== undefined) return preferredOf(own, packageRoot);
  const broken = absent.get(named);
  if (broken !== undefined) throw new FailureError(broken);
  const subject = project.subjects.find(({ id }) => id === named);
  if (subject !== undefined) return subjectOf(subject, project, packageRoot);
  const ids = [...manifests.map(({ manifest }) => manifest.id), ...project.subjects.map(({ id }) => id)];
  const near = nearest(named, ids);
  const all = `Name a ${MANIFEST}, its folder, or one of ${ids.join(', ')}.`;
  throw new FailureError(
    failure(
      'EL1002',
      `There is no runner ${JSON.stringify(named)}: neither a manifest, nor a folder with a ${MANIFEST}, nor a runner or subject of the package or of a config.`,
      near === null ? all : `Did you mean "${near}"? ${all}`,
    ),
  );
}

async function preferredOf(loaded: LoadedManifest, packageRoot: string): Promise<Runtime> {
  const { runtimes, missing } = await discoverRuntimes([loaded], process.env, {
    extent: 'preferred',
    packageRoot,
  });
  const [runtime] = runtimes;
  if (runtime !== undefined) return runtime;
  const [absent] = missing;
  throw new FailureError(
    absent ?? failure('EL2001', `${loaded.manifest.title} was not found.`, 'Install it.'),
  );
}

/** Its runner as the subject starts it. */
async function subjectOf(subject: OwnSubject, project: ProjectParts, packageRoot: string): Promise<Runtime> {
  const { id } = subject;
  const found = await findRuntimes(packageRoot, [id], { ...project, subjects: [subject] });
  const runtime = found.runtimes.find((each) => each.id === id);
  if (runtime !== undefined) return runtime;
  throw new FailureError(
    found.absent.get(id) ?? failure('EL2001', `${id} was not found.`, 'Correct its definition.'),
  );
}
