// Which CPUs processes may use: read from the kernel, set by `taskset`, which Node has no call for.
import { execa } from 'execa';
import { readFileSync, readdirSync } from 'node:fs';
import { killGroup } from '../session/process-group.ts';
import { within } from '../session/within.ts';

/** `taskset` and `setarch` need some milliseconds; what takes longer hangs. */
export const SYSTEM_LIMIT_MS = 5000;

/** The CPUs that a process, or `<process>/task/<thread>`, may use, ascending; null where the kernel does not list them. */
export function allowedCpus(pid: number | string = 'self'): readonly number[] | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return parseCpuList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '');
  } catch {
    return null;
  }
}

/** `0-3,8` as numbers; null for anything else. */
export function parseCpuList(text: string): readonly number[] | null {
  const cpus = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part);
    if (match === null) return null;
    const first = Number(match[1]);
    const last = Number(match[2] ?? first);
    if (last < first || last - first > 100_000) return null;
    for (let cpu = first; cpu <= last; cpu++) cpus.add(cpu);
  }
  return [...cpus].sort((a, b) => a - b);
}

/** The command before one that is to start on this CPU and stay there: it becomes that one. */
export function onCpu(cpu: number | null): readonly string[] {
  return cpu === null ? [] : ['taskset', '-c', String(cpu)];
}

/** True where every thread of the process may use this CPU and no other. */
export function isOnlyOn(pid: number, cpu: number): boolean {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.every((thread) => allowedCpus(`${pid}/task/${thread}`)?.join() === String(cpu));
  } catch {
    return false;
  }
}

/** Moves all threads of these processes; answers with why not, or null. A process that is gone by now is no obstacle. */
export async function pinProcesses(
  pids: readonly number[],
  cpus: readonly number[],
  limitMs: number = SYSTEM_LIMIT_MS,
): Promise<string | null> {
  const answers = await Promise.all(pids.map((pid) => pinProcess(pid, cpus, limitMs)));
  return answers.find((answer) => answer !== null) ?? null;
}

async function pinProcess(pid: number, cpus: readonly number[], limitMs: number): Promise<string | null> {
  const child = execa('taskset', ['-a', '-c', '-p', cpus.join(','), String(pid)], {
    reject: false,
    detached: true,
    stdin: 'ignore',
    stdout: 'ignore',
  });
  if (!(await within(child, limitMs))) {
    if (child.pid !== undefined) await killGroup(child.pid);
    return `taskset did not answer within ${limitMs} ms`;
  }
  const { failed, stderr, originalMessage } = await child;
  if (!failed) return null;
  const words = stderr.trim() === '' ? (originalMessage ?? 'it failed') : stderr.trim();
  // A thread may end between the listing and the call.
  if (/No such process/.test(words)) return null;
  return words.split('\n')[0] ?? words;
}
