// What the kernel says of a runner: run and wait time of its threads, CPU time in user and kernel mode, preemptions, page faults. Read outside of windows.
import { readdirSync, readFileSync } from 'node:fs';

export interface SchedulingMoment {
  readonly runNs: number;
  readonly waitNs: number;
  readonly involuntarySwitches: number;
  /** Of the process: pages that were brought without reading a disk. */
  readonly minorFaults: number;
  /** Of the process, threads that have ended included: CPU time in user mode and in the kernel, in ticks of 10 ms. */
  readonly userNs: number;
  readonly systemNs: number;
}

/** In `/proc/<pid>/stat`, counted from the field behind the name in brackets (proc_pid_stat(5): fields 10, 14 and 15 of the line). */
const MINOR_FAULTS_FIELD = 7;
const USER_FIELD = 11;
const SYSTEM_FIELD = 12;
/** The kernel tells user space of a hundred ticks a second, however often it really ticks. */
const TICK_NS = 10_000_000;

/** Sums over all threads that live; null where the kernel does not report them. A thread that ends takes its times with it. */
export function schedulingOf(pid: number): SchedulingMoment | null {
  try {
    const folder = `/proc/${pid}/task`;
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const minorFaults = Number(fields[MINOR_FAULTS_FIELD]);
    const [userNs, systemNs] = [USER_FIELD, SYSTEM_FIELD].map((at) => Number(fields[at]) * TICK_NS);
    if (userNs === undefined || systemNs === undefined) return null;
    const sum = { runNs: 0, waitNs: 0, involuntarySwitches: 0, minorFaults, userNs, systemNs };
    for (const thread of readdirSync(folder)) {
      const [run, wait] = readFileSync(`${folder}/${thread}/schedstat`, 'latin1').split(' ');
      const status = readFileSync(`${folder}/${thread}/status`, 'latin1');
      sum.runNs += Number(run);
      sum.waitNs += Number(wait);
      sum.involuntarySwitches += Number(/^nonvoluntary_ctxt_switches:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
    }
    return sum;
  } catch {
    return null;
  }
}

/** What passed between two moments of one process; null where either is unknown. */
export function schedulingBetween(
  before: SchedulingMoment | null,
  after: SchedulingMoment | null,
): SchedulingMoment | null {
  if (before === null || after === null) return null;
  return {
    runNs: Math.max(0, after.runNs - before.runNs),
    waitNs: Math.max(0, after.waitNs - before.waitNs),
    involuntarySwitches: Math.max(0, after.involuntarySwitches - before.involuntarySwitches),
    minorFaults: Math.max(0, after.minorFaults - before.minorFaults),
    userNs: Math.max(0, after.userNs - before.userNs),
    systemNs: Math.max(0, after.systemNs - before.systemNs),
  };
}
