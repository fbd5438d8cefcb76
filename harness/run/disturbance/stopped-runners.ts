// Notices when a runner is stopped: the kernel tells its parent, and nothing needs to be asked meanwhile.
import { isSuspended } from '../session/process-group.ts';
import type { WitnessHost } from '../witness/port.ts';

/** The part of `process` that is needed; a test gives an emitter. */
export interface ChildSignals {
  on(signal: 'SIGCHLD', listener: () => void): unknown;
  off(signal: 'SIGCHLD', listener: () => void): unknown;
}

export interface StoppedRunners {
  /** The same host, whose guarded processes are looked at. */
  watching(host: WitnessHost): WitnessHost;
  close(): void;
}

/** `onStop` gets the time of each stop, in the unit of `now`, when it is over: when the runner goes on, ends or is given up. */
export function watchStoppedRunners(
  now: () => number,
  onStop: (pid: number, from: number, to: number) => void,
  signals: ChildSignals = process,
  isStopped: (pid: number) => boolean = isSuspended,
): StoppedRunners {
  const living = new Set<number>();
  const stopped = new Map<number, number>();
  const over = (pid: number): void => {
    const from = stopped.get(pid);
    stopped.delete(pid);
    if (from !== undefined) onStop(pid, from, now());
  };
  const look = (): void => {
    for (const pid of living)
      if (!isStopped(pid)) over(pid);
      else if (!stopped.has(pid)) stopped.set(pid, now());
  };
  signals.on('SIGCHLD', look);
  return {
    watching: (host) => ({
      arm: (request) => host.arm(request),
      guard(pid) {
        living.add(pid);
        host.guard(pid);
      },
      release(pid) {
        over(pid);
        living.delete(pid);
        host.release(pid);
      },
      close: () => host.close(),
    }),
    close() {
      signals.off('SIGCHLD', look);
      for (const pid of living) over(pid);
    },
  };
}
