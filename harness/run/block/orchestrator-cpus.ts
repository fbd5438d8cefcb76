// Keeps the orchestrator off the CPUs of blocks that are being measured, as long as it has another one.
import { pinProcesses } from './affinity.ts';
import { oneAtATime } from './barrier.ts';
import type { BenchConditions } from './bench-conditions.ts';

/** Shared by all blocks of a run. */
export interface OrchestratorCpus {
  /** A block is measured on this CPU from now on. */
  leave(cpu: number): Promise<void>;
  /** The block has ended; said twice it changes nothing. */
  comeBack(cpu: number): Promise<void>;
}

/** `pin` moves this process; absent: as the kernel does it. */
export function openOrchestratorCpus(
  { allCpus }: Pick<BenchConditions, 'allCpus'>,
  pin: (cpus: readonly number[]) => Promise<unknown> = (cpus) => pinProcesses([process.pid], cpus),
): OrchestratorCpus {
  const occupied = new Set<number>();
  const exclusively = oneAtATime();
  let now = allCpus;
  const move = (): Promise<void> =>
    exclusively(async () => {
      if (allCpus === null) return;
      const free = allCpus.filter((cpu) => !occupied.has(cpu));
      // Where every CPU is measured on, none is better than another.
      const next = free.length === 0 ? allCpus : free;
      if (next.join() === now?.join()) return;
      now = next;
      await pin(next);
    });
  return {
    leave(cpu) {
      occupied.add(cpu);
      return move();
    },
    comeBack(cpu) {
      occupied.delete(cpu);
      return move();
    },
  };
}
