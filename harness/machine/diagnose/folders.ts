// The folders that a run writes to: whether it can, how much room there is, and on what they lie.
import type { Diagnosis } from '../../contract/doctor.ts';
import type { FolderSeen } from '../seen.ts';
import { fine, problem, unknown, warning } from './diagnosis.ts';

const MEGABYTE = 1e6;
/** A default run writes 20 to 60 MB; the largest scenario populates 100 MB of files. */
const NEEDED_BYTES = 100 * MEGABYTE;
const WANTED_BYTES = 1000 * MEGABYTE;
const IN_MEMORY: ReadonlySet<string> = new Set(['tmpfs', 'ramfs']);

export function diagnoseFolders(seen: readonly FolderSeen[] | null): readonly Diagnosis[] {
  if (seen === null) return [unknown('out', 'The folders did not answer in time.')];
  return seen.map((folder) => (folder.use === 'out' ? diagnoseOut(folder) : diagnoseScratch(folder)));
}

function diagnoseOut({ folder, freeBytes, fileSystem, trouble }: FolderSeen): Diagnosis {
  const other = 'Name another folder with --out, or work in another one.';
  if (trouble !== null) return problem('out', `No run can be kept in ${folder}: ${trouble}.`, other);
  const text = `Runs are kept in ${folder}${on(fileSystem)}, with ${room(freeBytes)}.`;
  if (freeBytes === null || freeBytes >= WANTED_BYTES) return fine('out', text);
  return freeBytes < NEEDED_BYTES
    ? problem('out', `${text} One run may need 60 MB.`, other)
    : warning(
        'out',
        `${text} One run may need 60 MB.`,
        'Remove runs that nobody needs, or name another folder.',
      );
}

function diagnoseScratch({ folder, freeBytes, fileSystem, trouble }: FolderSeen): Diagnosis {
  const fix =
    'Set TMPDIR to a folder with room, best in memory (`TMPDIR=/dev/shm`); Docker grants it by `--shm-size=1g`.';
  if (trouble !== null) return problem('scratch', `Workloads cannot write to ${folder}: ${trouble}.`, fix);
  const text = `Workloads use files in ${folder}${on(fileSystem)}, with ${room(freeBytes)}.`;
  if (freeBytes !== null && freeBytes < NEEDED_BYTES)
    return problem('scratch', `${text} The largest scenario populates 100 MB.`, fix);
  if (fileSystem !== null && !IN_MEMORY.has(fileSystem))
    return warning('scratch', `${text} It is not in memory, so other writers disturb measurements.`, fix);
  return fine('scratch', text);
}

const on = (fileSystem: string | null): string => (fileSystem === null ? '' : ` (${fileSystem})`);
const room = (bytes: number | null): string =>
  bytes === null ? 'an unknown amount of room' : `${Math.round(bytes / MEGABYTE)} MB free`;
