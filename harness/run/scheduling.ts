// What the kernel says of a runner's threads: run and wait time, and how often they were preempted. Read outside of windows.
import { readdirSync, readFileSync } from 'node:fs';

export interface SchedulingMoment {
  readonly runNs: number;
  readonly waitNs: number;
  readonly involuntarySwitches: number;
}

/** Sums over all threads that live; null where the kernel does not tell. A thread that ends takes its times with it. */
export function schedulingOf(pid: number): SchedulingMoment | null {
  try {
    const folder = `/proc/${pid}/task`;
    const sum = { runNs: 0, waitNs: 0, involuntarySwitches: 0 };
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
  };
}
