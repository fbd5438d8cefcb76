// The runtime with which a bundle is run again; a subject of the user's own is started as it was.
import type { Bundle } from '../contract/bundle.ts';
import type { OwnSubject, ProjectParts } from '../contract/project.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { rootsOf } from '../contract/scenario-origin.ts';
import { findPackage } from '../orchestrate/package-root.ts';
import { findRuntimes } from '../orchestrate/prepare/find-runtimes.ts';
import type { OpenedBundle } from './replay-bundle.ts';
import { runtimeFor } from './replay-bundle.ts';

/** Throws a `FailureError` where no runtime of its runner is there. */
export async function findRuntimeOf(
  { bundle, scenario }: Pick<OpenedBundle, 'bundle' | 'scenario'>,
  project: ProjectParts,
): Promise<Runtime> {
  const parts = { ...project, subjects: subjectsOfBundle(bundle) };
  const { runtimes } = await findRuntimes(findPackage().root, ['*'], parts, rootsOf([scenario]));
  return runtimeFor(bundle, runtimes);
}

function subjectsOfBundle({ runtime }: Bundle): readonly OwnSubject[] {
  const { id, runner, executable, startedWith } = runtime;
  if (startedWith === undefined) return [];
  const { style, args, withoutArgs, environment } = startedWith;
  const told = { title: null, runtime: null, version: null, definedBy: 'the bundle' };
  return [{ id, runner, executable, style, args, withoutArgs, environment, ...told }];
}
