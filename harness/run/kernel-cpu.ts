// What the kernel counts of a runner's process, read by the harness around each round: its CPU time, and its waiting for a CPU.
import { readdirSync, readFileSync } from 'node:fs';

export interface KernelCpu {
  /** Of the threads that live: exact, but a thread that ends takes its time with it. */
  readonly threadsNs: number;
  /** Of the whole process, threads that have ended included, in ticks. */
  readonly processNs: number;
  /** The time for which its first thread, the loop's, was ready and had no CPU: helper threads that wait do not hold the loop up. */
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
      if (thread === String(pid)) waitNs = Number(wait);
    }
    return { threadsNs, processNs: ticks * TICK_NS, waitNs };
  } catch {
    return null;
  }
}

/** The time of threads that have ended, at least: ticks are rounded down, once for user and once for system time. */
const endedNs = ({ processNs, threadsNs }: KernelCpu): number => processNs - threadsNs;

/**
 * The CPU time of a process in each of its rounds. What a thread takes with it when it ends is only counted in ticks, so one round may
 * miss up to two ticks of it: they are counted in a later one. All rounds together are off by two ticks, and by as much
 * again for each time that a thread ends between two rounds.
 */
export class KernelCpuCount {
  readonly #read: () => KernelCpu | null;
  #before: KernelCpu | null = null;
  #last: KernelCpu | null = null;
  #endedNs = 0;
  #owedNs = 0;

  constructor(read: () => KernelCpu | null) {
    this.#read = read;
  }

  /** Just before a round; null where the kernel does not report it. */
  begin(): KernelCpu | null {
    const now = this.#read();
    // A thread that has ended since the last round is none of the coming one's. Otherwise more ended time is of the rounds before.
    const fewer = this.#last === null || (now?.threadsNs ?? 0) < this.#last.threadsNs;
    if (now !== null && fewer) this.#endedNs = Math.max(this.#endedNs, endedNs(now));
    this.#before = now;
    return now;
  }

  /** Just behind it; null where either moment is unknown. */
  end(): number | null {
    const now = this.#read();
    const before = this.#before;
    this.#last = now;
    if (before === null || now === null) return null;
    const ended = Math.max(this.#endedNs, endedNs(now));
    const roundNs = now.threadsNs - before.threadsNs + ended - this.#endedNs + this.#owedNs;
    this.#endedNs = ended;
    this.#owedNs = Math.min(0, roundNs);
    return Math.max(0, roundNs);
  }
}
