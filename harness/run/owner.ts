// Tells whether the process that a folder belongs to still lives.
import { readFileSync, readlinkSync } from 'node:fs';
import type { Owner } from '../contract/owner.ts';

/** This process. */
export function ownOwner(): Owner {
  return {
    pid: process.pid,
    start: startOf(process.pid),
    boot: textOf('/proc/sys/kernel/random/boot_id'),
    space: linkOf('/proc/self/ns/pid'),
  };
}

/** `unknown`: its number counts in another namespace of this machine, where this process cannot look. */
export type Life = 'living' | 'dead' | 'unknown';

export function lifeOf(owner: Owner, own: Owner = ownOwner()): Life {
  if (owner.boot !== own.boot) return owner.boot === null || own.boot === null ? 'unknown' : 'dead';
  if (owner.space !== own.space) return 'unknown';
  if (!exists(owner.pid)) return 'dead';
  const start = startOf(owner.pid);
  return owner.start === null || start === null || start === owner.start ? 'living' : 'dead';
}

/** What a file says of an owner; null where it says nothing that could be one. */
export function parseOwner(text: string): Owner | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value)) return null;
    const { pid, start = null, boot = null, space = null } = value as Partial<Owner>;
    const named = [start, boot, space].every((part) => part === null || typeof part === 'string');
    return named && Number.isInteger(pid) && Number(pid) > 0
      ? { pid: Number(pid), start, boot, space }
      : null;
  } catch {
    return null;
  }
}

/** A zombie has ended: it only waits for its parent. */
function startOf(pid: number): string | null {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in parentheses may hold anything; after the last one come the state, and as the twentieth field the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[19] ?? null);
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
