// What all styles of io_fanout.file_reads share: which files are read, and the number of an error.
import { join } from 'node:path';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export interface Files {
  readonly files: number;
  readonly inFlight: number;
  readonly paths: readonly string[];
  readonly begin: number;
  readonly read: number;
  readonly failed: number;
}

export function filesOf(params: Parameters, kit: Kit): Files {
  const files = Number(params['files']);
  const { begin, read, failed } = kit.kinds as { begin: number; read: number; failed: number };
  const paths = Array.from({ length: files }, (_, file) => join(kit.directory, String(file)));
  return { files, inFlight: Number(params['inFlight']), paths, begin, read, failed };
}

/** The number of an error of the system, as its tables have it. */
export function numberOf(error: unknown): number {
  const { errno } = error as NodeJS.ErrnoException;
  return Math.abs(errno ?? 0);
}
