// Snapshots of where CPU time went: the machine's, and our own process tree's. Their differences give steal and foreign load.
import type { TextFiles } from './read-text.ts';

/** Clock ticks since boot. All counts are in the same unit, so shares need not know how long a tick is. */
export interface MachineTicks {
  readonly busy: number;
  readonly stolen: number;
  readonly total: number;
}

export interface CpuTicks {
  readonly machine: MachineTicks;
  /** Of this process, its living descendants, and all children they have waited for. */
  readonly own: number;
}

export interface CpuShares {
  readonly stealShare: number;
  /** What neither we nor idleness nor the hypervisor took. */
  readonly foreignShare: number;
}

export interface ProcessTicks {
  readonly parent: number;
  readonly ticks: number;
}

export function cpuTicks(files: TextFiles, pid: number): CpuTicks | null {
  const machine = parseMachineTicks(files.read('/proc/stat'));
  if (machine === null) return null;
  const processes = new Map<number, ProcessTicks>();
  for (const name of files.list('/proc')) {
    const stat = /^\d+$/.test(name) ? parseProcessStat(files.read(`/proc/${name}/stat`)) : null;
    if (stat !== null) processes.set(Number(name), stat);
  }
  return { machine, own: ticksOfTree(processes, pid) };
}

/** Null: no tick passed between the two. */
export function cpuShares(start: CpuTicks, end: CpuTicks): CpuShares | null {
  const total = end.machine.total - start.machine.total;
  if (total <= 0) return null;
  const foreign = end.machine.busy - start.machine.busy - (end.own - start.own);
  const share = (ticks: number): number => Math.min(1, Math.max(0, ticks / total));
  return { stealShare: share(end.machine.stolen - start.machine.stolen), foreignShare: share(foreign) };
}

/** The first line of `/proc/stat`: user nice system idle iowait irq softirq steal, then guest times that user contains already. */
export function parseMachineTicks(text: string | null): MachineTicks | null {
  const match = /^cpu +(\d[\d ]*)$/m.exec(text ?? '');
  const fields = (match?.[1] ?? '').trim().split(/ +/).map(Number);
  if (fields.length < 8 || fields.some((field) => !Number.isFinite(field))) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, interrupt = 0, soft = 0, stolen = 0] = fields;
  const busy = user + nice + system + interrupt + soft;
  return { busy, stolen, total: busy + stolen + idle + wait };
}

/** `/proc/<pid>/stat`: the name stands in parentheses and may contain anything, also parentheses and spaces. */
export function parseProcessStat(text: string | null): ProcessTicks | null {
  const fields = (text ?? '')
    .slice((text ?? '').lastIndexOf(')') + 1)
    .trim()
    .split(' ')
    .map(Number);
  // Fields 4 (parent), 14 to 17 (user and system, own and of children waited for), counted from 1 with pid and name.
  const [parent, ...times] = [fields[1], ...fields.slice(11, 15)];
  if (parent === undefined || times.length < 4 || [parent, ...times].some((field) => !Number.isFinite(field)))
    return null;
  return { parent, ticks: times.reduce((sum, time) => sum + time, 0) };
}

function ticksOfTree(processes: ReadonlyMap<number, ProcessTicks>, root: number): number {
  const children = new Map<number, number[]>();
  for (const [pid, { parent }] of processes) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const seen = new Set<number>();
  const visit = (pid: number): number => {
    if (seen.has(pid)) return 0;
    seen.add(pid);
    const below = (children.get(pid) ?? []).reduce((sum, child) => sum + visit(child), 0);
    return (processes.get(pid)?.ticks ?? 0) + below;
  };
  return visit(root);
}
