// The number of wake-ups of a runner's processes, read from outside: voluntary context switches of all threads of the whole tree.
import { readdirSync, readFileSync } from 'node:fs';

/** Switches by thread, or null where there is no /proc. */
export interface WakeUpReading {
  readonly switches: ReadonlyMap<string, number>;
  /** Threads that run, or would if a processor were free, or wait for a disk. */
  readonly awake: number;
  readonly processes: number;
}

/** `leaders` are process group leaders: a runner and all processes that it has started, even in other groups. */
export function readWakeUps(leaders: readonly number[]): WakeUpReading | null {
  try {
    const pids = treeOf(leaders);
    const threads = pids.flatMap(threadsOf);
    return {
      switches: new Map(threads.map(({ name, switches }) => [name, switches])),
      awake: threads.filter(({ awake }) => awake).length,
      processes: pids.length,
    };
  } catch {
    return null;
  }
}

/** A thread that is new counts from zero, one that has ended not at all. */
export function wakeUpsBetween(before: WakeUpReading, after: WakeUpReading): number {
  let sum = 0;
  for (const [thread, count] of after.switches)
    sum += Math.max(0, count - (before.switches.get(thread) ?? 0));
  return sum;
}

interface Thread {
  readonly name: string;
  readonly switches: number;
  readonly awake: boolean;
}

interface Kin {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/** Members of the groups, and all their descendants. */
function treeOf(leaders: readonly number[]): number[] {
  const all = readdirSync('/proc').flatMap(kinOf);
  const tree = new Set<number>();
  const take = ({ pid }: Kin): void => {
    if (tree.has(pid)) return;
    tree.add(pid);
    for (const kin of all) if (kin.parent === pid) take(kin);
  };
  for (const kin of all) if (leaders.includes(kin.pid) || leaders.includes(kin.group)) take(kin);
  return [...tree];
}

/** The process group of a process, or null where there is no such process or no /proc. */
export function groupOf(pid: number): number | null {
  return kinOf(String(pid))[0]?.group ?? null;
}

function kinOf(name: string): Kin[] {
  if (!/^\d+$/.test(name)) return [];
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    // The name in parentheses may hold anything; after the last one come state, parent and group.
    const [, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [{ pid: Number(name), parent: Number(parent), group: Number(group) }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function threadsOf(pid: number): Thread[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => threadOf(pid, thread));
  } catch {
    return [];
  }
}

function threadOf(pid: number, thread: string): Thread[] {
  try {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'latin1');
    const switches = Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1] ?? 0);
    return [{ name: `${pid}/${thread}`, switches, awake: /^State:\s*[RD]/m.test(status) }];
  } catch {
    return [];
  }
}
