// Which other evenloops run on this machine: the scratch folder of each names its owner, who lives or does not.
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readForeignText } from '../../files/foreign-file.ts';
import { STORED } from '../../files/limits.ts';
import { OWNER_FILE, SCRATCH_PREFIX } from '../leftovers.ts';
import { lifeOf, ownOwner, parseOwner } from '../owner.ts';
import { parseProcessStat } from '../environment/cpu-ticks.ts';
import type { TextFiles } from '../environment/read-text.ts';

/** Answers the processes, each once. Processes above this one wait for it, and are no others. */
export function openOtherRuns(
  parents: readonly string[],
  files: TextFiles,
  pid = process.pid,
): () => readonly number[] {
  const own = ownOwner();
  const family = new Set(ancestorsOf(files, pid));
  return () => {
    const found = new Set<number>();
    for (const folder of new Set(parents))
      for (const name of scratchIn(folder)) {
        const owner = ownerOf(join(folder, name));
        if (owner !== null && !family.has(owner.pid) && lifeOf(owner, own) === 'living') found.add(owner.pid);
      }
    return [...found].toSorted((a, b) => a - b);
  };
}

/** With the process itself. */
function ancestorsOf(files: TextFiles, pid: number): number[] {
  const parent = pid > 1 ? parseProcessStat(files.read(`/proc/${pid}/stat`))?.parent : undefined;
  return parent === undefined || parent === 0 ? [pid] : [pid, ...ancestorsOf(files, parent)];
}

function scratchIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith(SCRATCH_PREFIX));
  } catch {
    return [];
  }
}

function ownerOf(folder: string): ReturnType<typeof parseOwner> {
  try {
    if (!lstatSync(folder).isDirectory()) return null;
    return parseOwner(readForeignText(join(folder, OWNER_FILE), { ...STORED.description, links: 'refused' }));
  } catch {
    return null;
  }
}
