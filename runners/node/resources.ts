// What the process used: CPU time, context switches, memory, and the run and wait times of all its threads.
import { readdirSync, readFileSync } from 'node:fs';
import type { Resources } from '../../harness/contract/message.ts';

const TASKS = '/proc/self/task';

interface Usage {
  readonly userCpuNs: number;
  readonly systemCpuNs: number;
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
  readonly peakResidentBytes: number;
}

interface Scheduling {
  readonly runNs: number;
  readonly waitNs: number;
}

/**
 * Begins to measure; the function that it returns ends it. The cheap and exact reading lies next to the window on both
 * sides, the files of the threads outside of it.
 */
export function measureResources(): () => Resources {
  const scheduled = readScheduling();
  const used = readUsage();
  return () => {
    const after = readUsage();
    return difference(used, after, scheduled, readScheduling());
  };
}

function difference(
  used: Usage,
  after: Usage,
  scheduled: Scheduling | null,
  scheduledAfter: Scheduling | null,
): Resources {
  const known = scheduled !== null && scheduledAfter !== null;
  return {
    userCpuNs: after.userCpuNs - used.userCpuNs,
    systemCpuNs: after.systemCpuNs - used.systemCpuNs,
    voluntarySwitches: after.voluntarySwitches - used.voluntarySwitches,
    involuntarySwitches: after.involuntarySwitches - used.involuntarySwitches,
    peakResidentBytes: after.peakResidentBytes,
    // A thread that ended takes its times with it, so a sum may shrink.
    runNs: known ? Math.max(0, scheduledAfter.runNs - scheduled.runNs) : null,
    waitNs: known ? Math.max(0, scheduledAfter.waitNs - scheduled.waitNs) : null,
    // Node reports them only through observers, which would run inside the window.
    gcPauseNs: null,
  };
}

/** Node gives microseconds and kibibytes. */
function readUsage(): Usage {
  const usage = process.resourceUsage();
  return {
    userCpuNs: usage.userCPUTime * 1000,
    systemCpuNs: usage.systemCPUTime * 1000,
    voluntarySwitches: usage.voluntaryContextSwitches,
    involuntarySwitches: usage.involuntaryContextSwitches,
    peakResidentBytes: usage.maxRSS * 1024,
  };
}

/** Sums over all threads; null where the machine does not report them. */
function readScheduling(): Scheduling | null {
  try {
    return readdirSync(TASKS).map(schedulingOf).reduce(sum, { runNs: 0, waitNs: 0 });
  } catch {
    return null;
  }
}

function sum(a: Scheduling, b: Scheduling): Scheduling {
  return { runNs: a.runNs + b.runNs, waitNs: a.waitNs + b.waitNs };
}

function schedulingOf(thread: string): Scheduling {
  const [run, wait] = readFileSync(`${TASKS}/${thread}/schedstat`, 'latin1').split(' ');
  return { runNs: Number(run), waitNs: Number(wait) };
}
