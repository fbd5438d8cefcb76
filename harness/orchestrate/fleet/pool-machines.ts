// `merge --replicate`: stored runs of the same rows on several machines, read and pooled, or each trouble by its name.
import { join } from 'node:path';
import { poolRuns } from '../../compare/pool-runs.ts';
import type { PooledRuns } from '../../compare/pool-runs.ts';
import { replicaTroubles } from '../../compare/replicas.ts';
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { readStoredRun } from '../../publish/read-runs.ts';
import { writeAtomically } from '../../store/atomic-write.ts';
import { writeFailure } from '../../store/file-failure.ts';
import { makeFolder } from '../../store/make-folder.ts';

export type PooledMachines =
  | { readonly ok: true; readonly pooled: PooledRuns & { readonly schema: 'evenloop/pooled@1' } }
  | { readonly ok: false; readonly troubles: readonly Failure[] };

/** `out`: the folder for `pooled.json`; null: nothing is written. Throws a `FailureError` where a run cannot be read or the file not be written. */
export function poolStoredRuns(paths: readonly string[], out: string | null): PooledMachines {
  const runs = paths.map((path) => ({ path, result: readStoredRun(path).result }));
  const troubles = replicaTroubles(runs);
  if (troubles.length > 0) return { ok: false, troubles };
  const pooled = { schema: 'evenloop/pooled@1' as const, ...poolRuns(runs.map(({ result }) => result)) };
  if (out !== null) write(out, `${JSON.stringify(pooled, null, 1)}\n`);
  return { ok: true, pooled };
}

function write(out: string, text: string): void {
  try {
    makeFolder(out);
  } catch (error) {
    throw new FailureError(writeFailure(out, error));
  }
  writeAtomically(join(out, 'pooled.json'), text);
}
