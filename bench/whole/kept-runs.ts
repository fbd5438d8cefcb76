// What the runs of an experiment left, kept in a folder: an experiment that was stopped goes on, and runs of different settings never mix.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError, failure } from '../../harness/contract/failure.ts';
import { writeAtomically } from '../../harness/store/atomic-write.ts';

export interface KeptRuns {
  /** What `make` left under `name`, now or in an earlier experiment of the same settings. Null is not kept. */
  once<Value>(name: string, make: () => Promise<Value | null>): Promise<Value | null>;
}

/** Throws a `FailureError` EL1004 where the folder holds runs of other settings. */
export function openKeptRuns(directory: string, settings: Readonly<Record<string, unknown>>): KeptRuns {
  mkdirSync(directory, { recursive: true });
  const wanted = JSON.stringify(settings, null, 2);
  const file = join(directory, 'settings.json');
  if (!existsSync(file)) writeAtomically(file, wanted);
  const found = readFileSync(file, 'utf8');
  if (found !== wanted)
    throw new FailureError(
      failure(
        'EL1004',
        `${directory} holds runs of other settings.`,
        'Name another folder, or remove this one.',
        [found],
      ),
    );
  return {
    async once<Value>(name: string, make: () => Promise<Value | null>): Promise<Value | null> {
      const path = join(directory, `${name}.json`);
      if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Value;
      const made = await make();
      if (made !== null) writeAtomically(path, JSON.stringify(made));
      return made;
    },
  };
}
