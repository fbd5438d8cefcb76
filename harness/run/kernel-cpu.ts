// What the kernel counts of a runner's process, read by the harness around each round: its CPU time, and its waiting for a CPU.
import { readdirSync, readFileSync } from 'node:fs';

export interface KernelCpu {
  /** Of the threads that live: exact, but a thread that ends takes its time with it. */
  readonly threadsNs: number;
  /** Of the whole process, threads that have ended included, in ticks. */
  readonly processNs: number;
  /** The time for which the threads that live were ready and had no CPU. */
  readonly waitNs: number;
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
    let [threadsNs, waitNs] = [0, 0];
    for (const thread of readdirSync(folder)) {
      const [run, wait] = readFileSync(`${folder}/${thread}/schedstat`, 'latin1').split(' ');
      threadsNs += Number(run);
      waitNs += Number(wait);
    }
    return { threadsNs, processNs: ticks * TICK_NS, waitNs };
  } catch {
    return null;
  }
}

/** Between two moments; null where either is unknown. Ticks count only where a thread has taken more with it than they may be off. */
export function kernelCpuBetween(before: KernelCpu | null, after: KernelCpu | null): number | null {
  if (before === null || after === null) return null;
  const threadsNs = Math.max(0, after.threadsNs - before.threadsNs);
  const processNs = after.processNs - before.processNs;
  return processNs - threadsNs > 2 * TICK_NS ? processNs : threadsNs;
}
