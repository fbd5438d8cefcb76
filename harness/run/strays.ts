// Finds processes that left the group of their runner, as daemons do: the environment of each runner names its invocation, and what it starts inherits that.
import { readFileSync, readdirSync } from 'node:fs';
import type { Owner } from '../contract/owner.ts';
import { ownOwner } from './owner.ts';

/** The variable in the environment of each runner. */
export const STRAY_VARIABLE = 'EVENLOOP_OWNER';

/** While some are found they may still start others. */
const MOST_ROUNDS = 20;

/** Tokens of runners of this process that have not ended. */
const living = new Set<string>();
let given = 0;

/** For a runner of this process; null where /proc tells too little to know it again. */
export function openToken(): string | null {
  const prefix = prefixOf(ownOwner());
  if (prefix === null) return null;
  const token = `${prefix}${++given}`;
  living.add(token);
  return token;
}

/** Its runner has ended: ends what that left. `leader` was its process; what it started mostly has a higher number. */
export function closeToken(token: string | null, leader: number): void {
  if (token === null) return;
  living.delete(token);
  endAll((found) => found === token, leader);
}

/** Ends what ended runners of this process left, wherever their numbers are. */
export function endOwnStrays(): void {
  const prefix = prefixOf(ownOwner());
  if (prefix !== null) endAll((found) => found.startsWith(prefix) && !living.has(found));
}

/** Ends all that runners of `owner`, which is dead, have started. */
export function endStraysOf(owner: Owner): void {
  const prefix = prefixOf(owner);
  if (prefix !== null) endAll((found) => found.startsWith(prefix));
}

/** A number and a start alone are given again after a boot, and in another container. */
function prefixOf({ pid, start, boot, space }: Owner): string | null {
  if (start === null || boot === null || space === null) return null;
  return `${pid}.${start}.${boot.slice(0, 8)}.${space.replaceAll(/\D/g, '')}.`;
}

function endAll(isStray: (token: string) => boolean, above = 0): void {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = processes().filter((pid) => pid > above && pid !== process.pid && isStray(tokenOf(pid)));
    if (found.length === 0) return;
    for (const pid of found) end(pid);
  }
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

const ENTRY = `${STRAY_VARIABLE}=`;

/** Empty where it has none, has ended, or is somebody else's. */
function tokenOf(pid: number): string {
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return entries.find((entry) => entry.startsWith(ENTRY))?.slice(ENTRY.length) ?? '';
  } catch {
    return '';
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
