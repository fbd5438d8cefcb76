// What the operating system refused, as a failure the reader can do something about.
import { failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';

const LIMITS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a limit on the size of files was reached',
  EMFILE: 'the limit on open files was reached',
  ENFILE: 'the limit on open files of the whole machine was reached',
};

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'a folder in its path does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EEXIST: 'something else with this name exists already',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links form a circle',
  ENAMETOOLONG: 'the name is too long',
};

/** `error` is what a file operation on `path` threw. */
export function writeFailure(path: string, error: unknown): Failure {
  const code = codeOf(error);
  const evidence = [error instanceof Error ? error.message : String(error)];
  const limit = LIMITS[code];
  if (limit !== undefined)
    return failure(
      'EL3003',
      `${path} could not be written: ${limit}.`,
      'Free some space or raise the limit.',
      evidence,
    );
  const cause = CAUSES[code] ?? 'the system refused';
  return failure(
    'EL3001',
    `${path} cannot be written: ${cause}.`,
    'Name another folder with --out.',
    evidence,
  );
}

/** `ENOENT` and its like; empty for anything that is no system error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
