// Deletes the traces of proved invocations, which are not needed again. Those of broken ones stay as evidence.
import { lstatSync, rmSync } from 'node:fs';
import type { InvocationRecord } from '../contract/invocation.ts';
import { sidecarPath } from './sidecar-path.ts';

export interface Cleaned {
  readonly files: number;
  readonly bytes: number;
}

export interface CleanRequest {
  readonly runDirectory: string;
  readonly records: readonly InvocationRecord[];
  /** Ids of the invocations whose proof stands. */
  readonly proved: ReadonlySet<string>;
  /** True keeps everything, for judging again later. */
  readonly keepTraces: boolean;
}

/** Samples stay in any case: every number and curve can be made again from them. */
export function dropProvedTraces({ runDirectory, records, proved, keepTraces }: CleanRequest): Cleaned {
  let cleaned: Cleaned = { files: 0, bytes: 0 };
  if (keepTraces) return cleaned;
  for (const record of records) {
    if (!proved.has(record.id)) continue;
    const path = sidecarPath(runDirectory, record.sidecar.events);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isFile() !== true) continue;
    const { size } = found;
    rmSync(path);
    cleaned = { files: cleaned.files + 1, bytes: cleaned.bytes + size };
  }
  return cleaned;
}
