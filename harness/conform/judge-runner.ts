// From what the command was given to the judgement: the manifest, an interpreter, folders, witnesses, and everything gone afterwards.

import { join, resolve } from 'node:path';
import type { Conformance } from '../contract/conformance.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { LoadedManifest, Runtime } from '../contract/runner-manifest.ts';
import { rootsOf } from '../contract/scenario-origin.ts';
import type { Scenario } from '../contract/scenario.ts';
import { kindAt } from '../files/foreign-file.ts';
import { guardChildren } from '../orchestrate/child-guard.ts';
import { findPackage } from '../orchestrate/package-root.ts';
import { loadKnownDivergences } from '../orchestrate/prepare/load-known-divergences.ts';
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
  /** A manifest, its folder, or the id of a runner of this package. */
  readonly named: string;
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
  const { named, scenarios, listener, abandon, only, limits, wire } = request;
  const { root } = findPackage();
  const found = await runtimeOf(manifestOf(named, root), root);
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

/** Read by itself, and not beside the package's own: a copy of one of those has their id, and is judged all the same. */
function manifestOf(named: string, root: string): LoadedManifest {
  const path = resolve(named);
  const file = kindAt(path) === 'folder' ? join(path, MANIFEST) : path;
  if (kindAt(file) !== 'nothing') {
    const read = readManifest(file, 'option');
    if ('manifest' in read) return read;
    throw new FailureError(read);
  }
  const { manifests, absent } = loadManifests(root);
  const own = manifests.find(({ manifest }) => manifest.id === named);
  if (own !== undefined) return own;
  const broken = absent.get(named);
  if (broken !== undefined) throw new FailureError(broken);
  const known = manifests.map(({ manifest }) => manifest.id).join(', ');
  throw new FailureError(
    failure(
      'EL1002',
      `There is no runner ${JSON.stringify(named)}: neither a manifest, nor a folder with a ${MANIFEST}, nor a runner of this package.`,
      `Name a ${MANIFEST}, its folder, or one of ${known}.`,
    ),
  );
}

async function runtimeOf(loaded: LoadedManifest, packageRoot: string): Promise<Runtime> {
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
