// The folder in which the invocations of a run have their directories: in memory where there is room, so that no disk is measured.
import { constants } from 'node:fs';
import { access, mkdtemp, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER_FILE, removeScratch, SCRATCH_PREFIX, sweepLeftovers } from './leftovers.ts';
import { ownOwner } from './owner.ts';

/** Linux's tmpfs for everyone. File watching works there as on disk, and no writeback of other programs disturbs a round. */
export const SHARED_MEMORY = '/dev/shm';
/** Containers often have 64 MiB there. The largest scenario populates 100 MB of files; below this, the ordinary folder is used. */
const WANTED_BYTES = 256 * 1024 * 1024;

export interface Scratch {
  /** Short: paths of Unix sockets below it must stay under 107 characters. */
  readonly directory: string;
  remove(): Promise<void>;
}

/**
 * Makes the scratch folder of a run, after those of killed ones were removed. A `TMPDIR` that is set says where the user wants it. It goes
 * with this process, in whatever way Node sees it end.
 */
export async function makeScratch(
  environment: Readonly<Record<string, string | undefined>>,
  sharedMemory: string = SHARED_MEMORY,
): Promise<Scratch> {
  sweepLeftovers(environment, sharedMemory);
  const parent = await scratchParent(environment, sharedMemory);
  const directory = await mkdtemp(join(parent, `${SCRATCH_PREFIX}${process.pid.toString(36)}.`));
  const atExit = (): void => {
    try {
      removeScratch(directory);
    } catch {
      // Somebody still writes there: the next run sweeps it.
    }
  };
  process.on('exit', atExit);
  await writeFile(join(directory, OWNER_FILE), JSON.stringify(ownOwner()));
  return {
    directory,
    remove() {
      removeScratch(directory);
      process.off('exit', atExit);
      return Promise.resolve();
    },
  };
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
