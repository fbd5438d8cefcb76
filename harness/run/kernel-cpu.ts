// The CPU time of a runner's process as the kernel counts it, read by the harness around each round.
import { readdirSync, readFileSync } from 'node:fs';

export interface KernelCpu {
  /** Of the threads that live: exact, but a thread that ends takes its time with it. */
  readonly threadsNs: number;
  /** Of the whole process, threads that have ended included, in ticks. */
  readonly processNs: number;
}

/** In `/proc/<pid>/stat`, counted from the field behind the name in brackets (proc_pid_stat(5): fields 14 and 15 of the line). */
const USER_FIELD = 11;
const SYSTEM_FIELD = 12;
/** The kernel tells user space of a hundred ticks a second, however often it really ticks. */
const TICK_NS = 10_000_000;

/** Null where the kernel does not report it. */
export function kernelCpuOf(pid: number): KernelCpu | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[USER_FIELD]) + Number(fields[SYSTEM_FIELD]);
    const folder = `/proc/${pid}/task`;
    const threadsNs = readdirSync(folder)
      .map((thread) => Number(readFileSync(`${folder}/${thread}/schedstat`, 'latin1').split(' ')[0]))
      .reduce((sum, runNs) => sum + runNs, 0);
    return { threadsNs, processNs: ticks * TICK_NS };
  } catch {
    return null;
  }
}

/** Between two moments; null where either is unknown. */
export function kernelCpuBetween(before: KernelCpu | null, after: KernelCpu | null): number | null {
  if (before === null || after === null) return null;
  return Math.max(0, after.threadsNs - before.threadsNs, after.processNs - before.processNs);
}
