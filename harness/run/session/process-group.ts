// Signals to a whole process group, so that the children of a runner end with it.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** After SIGKILL the kernel needs a moment; a process that it cannot end (in a dead file system) is not waited for. */
const GONE_LIMIT_MS = 1000;
const GONE_POLL_MS = 2;

/** Signals every process of the group that `leader` leads. False when the group has no process any more. */
export function signalGroup(leader: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  return kill(-leader, signal);
}

/** Kills the group and waits until no process of it runs. */
export async function killGroup(leader: number): Promise<void> {
  if (!signalGroup(leader, 'SIGKILL')) return;
  for (let waitedMs = 0; waitedMs < GONE_LIMIT_MS && groupIsAlive(leader); waitedMs += GONE_POLL_MS)
    await sleep(GONE_POLL_MS);
}

/** Whether some process of the group still runs. A zombie does not: it only waits for a parent, which may never come. */
export function groupIsAlive(leader: number): boolean {
  return kill(-leader, 0) && liveMembers(leader) !== 0;
}

/** How many processes of the group are no zombies; null where there is no /proc to look into. */
function liveMembers(leader: number): number | null {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.filter((pid) => isLiveMember(pid, leader)).length;
  } catch {
    return null;
  }
}

function isLiveMember(pid: string, leader: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; after the last one come state, parent and group.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(group) === leader && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}

function kill(pid: number, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Whether a signal or a debugger has stopped this process: it does nothing, and is not to blame for that. */
export function isSuspended(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'T' || state === 't';
  } catch {
    return false;
  }
}
