// Where a sidecar file is. Records can come from anywhere, so no path in them may lead out of the run's folder.
import { isAbsolute, relative, resolve } from 'node:path';
import { FailureError, failure } from '../contract/failure.ts';

/** Throws a `FailureError` EL3002 for a path that leaves the run's folder. */
export function sidecarPath(runDirectory: string, path: string): string {
  const absolute = resolve(runDirectory, path);
  const inside = relative(runDirectory, absolute);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside))
    throw new FailureError(
      failure(
        'EL3002',
        `The sidecar ${path} is not in the folder of its run.`,
        'Use results that evenloop wrote.',
      ),
    );
  return absolute;
}
