// Contention for the processors: one busy process each, for as long as a stressed check lasts, and not a moment longer.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { killGroup, signalGroup } from './session/process-group.ts';

/** More than this says nothing new, and a large machine is not ours alone. */
const MOST_PROCESSES = 16;

/**
 * Busy, but for a look at its stdin every 50 ms: it ends when that ends, so that none is left when the harness is gone in whatever
 * way. A program in a text, because it must run from the sources as from the build.
 */
const BUSY = `
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
process.stdout.write('.');
const share = Number(process.argv[1]);
(function spin() {
  const busyMs = share >= 1 ? 50 : 10 + 40 * Math.random();
  const until = performance.now() + busyMs;
  while (performance.now() < until);
  if (share >= 1) setImmediate(spin);
  else setTimeout(spin, (busyMs * (1 - share)) / share);
})();
`;

export interface Load {
  readonly pids: readonly number[];
  /** Ends them all, and answers when they are gone. */
  end(): Promise<void>;
}

export interface LoadRequest {
  readonly processes?: number;
  /** Of its CPU that each of them uses: bursts of up to 50 ms, with pauses between. */
  readonly share?: number;
}

/** Answers when all of them are at work. */
export async function startLoad({
  processes = Math.min(availableParallelism(), MOST_PROCESSES),
  share = 1,
}: LoadRequest = {}): Promise<Load> {
  const children = Array.from({ length: processes }, () => start(share));
  const pids = children.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  // Not under the guard of the witness: it counts how often those are woken whom it guards.
  const killAll = (): void => {
    for (const pid of pids) signalGroup(pid, 'SIGKILL');
  };
  process.on('exit', killAll);
  await Promise.all(children.map(atWork));
  return {
    pids,
    async end() {
      await Promise.all(pids.map(killGroup));
      process.off('exit', killAll);
    },
  };
}

/** In a group of its own: an interrupt at the terminal is the harness's to handle. */
function start(share: number): ChildProcess {
  return spawn(process.execPath, ['-e', BUSY, String(share)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/** The first byte, or an end without one: a machine that cannot start it is busy enough. */
function atWork(child: ChildProcess): Promise<void> {
  child.stdin?.on('error', () => {});
  return new Promise((resolve) => {
    child.stdout?.once('data', () => resolve());
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
}
