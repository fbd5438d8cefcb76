// What is known of a folder that may not exist yet: the nearest one above it that does, and whether something can be written there.
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileSystemOf } from '../run/environment/mounts.ts';
import type { TextFiles } from '../run/environment/read-text.ts';
import type { FolderSeen } from './seen.ts';
import type { TemporaryFolders } from './temporary-folders.ts';

/** The folder itself, or the nearest one above it. */
export function standing(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) || path === dirname(path) ? path : standing(dirname(path));
}

export async function folderFacts(
  folder: string,
  use: FolderSeen['use'],
  files: TextFiles,
  folders: TemporaryFolders,
): Promise<FolderSeen> {
  const path = standing(folder);
  const fileSystem = fileSystemOf(files.read('/proc/self/mounts'), path);
  try {
    // Permissions alone do not tell: root has all of them, and some file systems take nothing all the same.
    folders.remove(folders.make(path));
    const { bavail, bsize } = await statfs(path);
    return { folder, use, freeBytes: bavail * bsize, fileSystem, trouble: null };
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error);
    return { folder, use, freeBytes: null, fileSystem, trouble };
  }
}
