// The folder in which the invocations of a run have their directories: in memory where there is room, so that no disk is measured.
import { constants } from 'node:fs';
import { access, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux's tmpfs for everyone. File watching works there as on disk, and no writeback of other programs disturbs a round. */
const SHARED_MEMORY = '/dev/shm';
/** Containers often have 64 MiB there. The largest scenario populates 100 MB of files; below this, the ordinary folder is used. */
const WANTED_BYTES = 256 * 1024 * 1024;

export interface Scratch {
  /** Short: paths of Unix sockets below it must stay under 107 characters. */
  readonly directory: string;
  remove(): Promise<void>;
}

/** Makes the scratch folder of a run. A `TMPDIR` that is set says where the user wants it. */
export async function makeScratch(
  environment: Readonly<Record<string, string | undefined>>,
  sharedMemory: string = SHARED_MEMORY,
): Promise<Scratch> {
  const directory = await mkdtemp(join(await scratchParent(environment, sharedMemory), 'evenloop-'));
  return { directory, remove: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Where the scratch folders of runs lie. */
export async function scratchParent(
  environment: Readonly<Record<string, string | undefined>>,
  sharedMemory: string = SHARED_MEMORY,
): Promise<string> {
  return environment['TMPDIR'] ?? ((await hasRoom(sharedMemory)) ? sharedMemory : tmpdir());
}

async function hasRoom(directory: string): Promise<boolean> {
  try {
    await access(directory, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize >= WANTED_BYTES;
  } catch {
    return false;
  }
}
