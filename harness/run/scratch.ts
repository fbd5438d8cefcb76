// The folder in which the invocations of a run have their directories: in memory where there is room, so that no disk is measured.
import { constants } from 'node:fs';
import { access, mkdtemp, statfs, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { failure, FailureError } from '../contract/failure.ts';
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
  const folders: string[] = [];
  const removeAll = (): void => folders.toReversed().forEach(removeScratch);
  const atExit = (): void => {
    try {
      removeAll();
    } catch {
      // Somebody still writes there: the next run sweeps it.
    }
  };
  process.on('exit', atExit);
  const make = async (within: string): Promise<string> => {
    const folder = await mkdtemp(join(within, `${SCRATCH_PREFIX}${process.pid.toString(36)}.`));
    folders.push(folder);
    await writeFile(join(folder, OWNER_FILE), JSON.stringify(ownOwner()));
    return folder;
  };
  const directory = await make(parent).catch((error: unknown) => {
    throw noFolder(parent, environment, error);
  });
  // Another evenloop of this machine looks there for those that run beside it, wherever these have their files.
  if (resolve(parent) !== resolve(sharedMemory)) await make(sharedMemory).catch(() => {});
  return {
    directory: Buffer.byteLength(directory) <= MOST_BYTES ? directory : await shortened(directory, make),
    remove() {
      removeAll();
      process.off('exit', atExit);
      return Promise.resolve();
    },
  };
}

/** The path of a Unix socket has 107 bytes at most: this many leave 35 for the directory of an invocation and the socket in it. */
const MOST_BYTES = 72;
/** In a short folder of ours: leads to the scratch folder. */
const LINK = 'd';
/** Folders of every Linux with short paths. */
const SHORT_PARENTS = [SHARED_MEMORY, '/tmp'];

/** A short path that leads to the same folder; the folder's own where nowhere can be written. */
async function shortened(directory: string, make: (within: string) => Promise<string>): Promise<string> {
  for (const parent of SHORT_PARENTS)
    try {
      const link = join(await make(parent), LINK);
      await symlink(directory, link, 'dir');
      return link;
    } catch {
      // The next one may be writable.
    }
  return directory;
}

function noFolder(
  parent: string,
  { TMPDIR: named }: Readonly<Record<string, string | undefined>>,
  error: unknown,
): FailureError {
  const why = error instanceof Error ? error.message : String(error);
  const whence = named === undefined ? '' : ', which TMPDIR names';
  return new FailureError(
    failure(
      'EL5001',
      `No folder for the files of a run can be made in ${parent}${whence}: ${why}.`,
      'Set TMPDIR to a folder that exists, has room and can be written to, best in memory (`TMPDIR=/dev/shm`).',
    ),
  );
}

/** As `scratchParent`; throws a `FailureError` where nothing can be written. */
export async function usableScratchParent(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const parent = await scratchParent(environment);
  try {
    await access(parent, constants.W_OK | constants.X_OK);
    return parent;
  } catch (error) {
    throw noFolder(parent, environment, error);
  }
}

/** Where the scratch folders of runs lie. */
export async function scratchParent(
  environment: Readonly<Record<string, string | undefined>>,
  sharedMemory: string = SHARED_MEMORY,
): Promise<string> {
  const named = environment['TMPDIR'];
  // Absolute, because runners have working directories of their own.
  if (named !== undefined && named !== '') return resolve(named);
  return (await hasRoom(sharedMemory)) ? sharedMemory : tmpdir();
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
