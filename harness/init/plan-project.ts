// What happens to each file of a new project: written, or left as it is. Pure.
import type { StarterFile } from './starter-files.ts';

export interface PlannedFile extends StarterFile {
  readonly act: 'write' | 'replace' | 'keep';
  /** Why it is kept; null where it is written. */
  readonly reason: string | null;
}

/** A folder has one config, whatever its form. */
const CONFIG = /^evenloop\.config\.(ts|mjs|json)$/;

/** `present` answers with what a file holds, or null. `configs`: those that the folder has. `force` replaces files of the same name. */
export function planProject(
  files: readonly StarterFile[],
  present: (path: string) => string | null,
  configs: readonly string[],
  force: boolean,
): readonly PlannedFile[] {
  return files.map((file): PlannedFile => {
    const other = CONFIG.test(file.path) ? configs.find((path) => path !== file.path) : undefined;
    if (other !== undefined)
      return { ...file, act: 'keep', reason: `${other} is there, and a folder has one config` };
    const there = present(file.path);
    if (there === null) return { ...file, act: 'write', reason: null };
    if (there === file.content) return { ...file, act: 'keep', reason: 'it is there already, just so' };
    return force
      ? { ...file, act: 'replace', reason: null }
      : { ...file, act: 'keep', reason: 'it is there already; --force replaces it' };
  });
}
