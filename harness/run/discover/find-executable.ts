// Looks names up on PATH as a shell would, and says why a path cannot be executed.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Every executable file called `name` in the folders of `path`, in their order. A name with a slash stands for itself. */
export async function findExecutables(name: string, path: string): Promise<string[]> {
  if (isAbsolute(name) || name.includes('/')) return [resolve(name)];
  const candidates = path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name));
  const problems = await Promise.all(candidates.map(whyNotExecutable));
  return candidates.filter((_, i) => problems[i] === null);
}

/** Null when the path can be executed. */
export async function whyNotExecutable(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isFile()) return 'is not a file';
    await access(path, constants.X_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return 'does not exist';
    return code === 'EACCES' ? 'may not be executed' : String(error);
  }
}
