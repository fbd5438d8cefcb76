// For tests: living processes by an entry of their environment, which children inherit, even in another group or session.
import { readFileSync, readdirSync } from 'node:fs';

/** Their command lines. */
export function processesWhere(isMeant: (entry: string) => boolean): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const entries = readOrNothing(`/proc/${pid}/environ`).split('\0');
      return entries.some(isMeant) ? [readOrNothing(`/proc/${pid}/cmdline`)] : [];
    });
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended while we looked: then it is no survivor.
    return '';
  }
}
