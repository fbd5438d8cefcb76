// What chance decides of a run: seeds that were not given, nonces, secrets, and a part of its name.
import { randomBytes } from 'node:crypto';

/** 32 bits of the operating system's generator: no runner can guess them. */
export function random32(): number {
  return randomBytes(4).readUInt32LE(0);
}

/** Names sort by time, and those of two runs that begin in the same second differ. */
export function runId(startedAtMs: number, chance: number): string {
  const stamp = new Date(startedAtMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${stamp}-${(chance & 0xffff).toString(16).padStart(4, '0')}`;
}
