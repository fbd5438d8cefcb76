// The last line of defence: no runner outlives this process, even if it is killed.
import { endOwnStrays } from '../run/strays.ts';
import type { WitnessHost } from '../run/witness/port.ts';

/** A witness host that also remembers the process groups it guards, and kills them when this process exits. */
export interface GuardedHost extends WitnessHost {
  /** Kills what is still alive; answers how many groups that were. */
  killAll(): number;
}

/**
 * The witness guards against our own death by SIGKILL; this guards against an exit in the middle of an invocation,
 * without waiting for anybody.
 */
export function guardChildren(host: WitnessHost, kill: (pid: number) => void = killGroup): GuardedHost {
  const living = new Set<number>();
  const killAll = (): number => {
    const count = living.size;
    for (const pid of living) kill(pid);
    living.clear();
    endOwnStrays();
    return count;
  };
  // First of all: what else is cleared up at the exit, they still write to.
  process.prependListener('exit', killAll);
  return {
    arm: (request) => host.arm(request),
    guard(pid) {
      living.add(pid);
      host.guard(pid);
    },
    release(pid) {
      living.delete(pid);
      host.release(pid);
    },
    async close() {
      killAll();
      process.off('exit', killAll);
      await host.close();
    },
    killAll,
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone already: that is what was wanted.
  }
}
