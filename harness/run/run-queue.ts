// Carries out what a queue gives, on several CPUs at once.
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { openRun } from './carry-out-group.ts';
import type { RunPlanContext } from './carry-out-group.ts';
import { groupsOf } from './groups.ts';

/** Steps that make pairs with each other: those of one block in one repetition. */
export interface WorkUnit {
  readonly steps: readonly Step[];
  /** Nothing else may run meanwhile. */
  readonly alone: boolean;
}

export interface WorkQueue {
  /** The next unit; null: there is none until one that is being carried out has ended. */
  next(): WorkUnit | null;
  /** It was carried out, or could not be. */
  ended?(unit: WorkUnit): void;
}

/**
 * The records of the units, group by group as they end. `cpus`: one unit runs on each; none, or one: units run one after the other and
 * nothing of them is pinned before it is measured. After a stop, what had begun is yielded and nothing more.
 */
export async function* runQueue(
  queue: WorkQueue,
  cpus: readonly number[],
  runtimes: readonly Runtime[],
  context: RunPlanContext,
): AsyncGenerator<InvocationRecord, void, undefined> {
  const carryOut = openRun(runtimes, context);
  const { soft, hard } = context.stop;
  const stopped = (): boolean => soft.aborted || hard.aborted;
  const arrivals = openArrivals<InvocationRecord>();
  const free: (number | null)[] = cpus.length > 1 ? [...cpus] : [null];
  const places = free.length;

  const carryOutUnit = async (unit: WorkUnit, cpu: number | null): Promise<void> => {
    for (const steps of groupsOf(unit.steps)) {
      if (stopped()) return;
      if (context.skip?.(steps) === true) continue;
      arrivals.push(await carryOut(steps, unit.alone ? null : cpu));
    }
  };
  const begin = (unit: WorkUnit, taken: readonly (number | null)[]): void => {
    const carried = carryOutUnit(unit, taken[0] ?? null).finally(() => {
      free.push(...taken);
      queue.ended?.(unit);
    });
    arrivals.begin(carried);
  };

  let waiting: WorkUnit | null = null;
  for (;;) {
    while (free.length > 0 && !stopped() && !arrivals.failed()) {
      waiting ??= queue.next();
      if (waiting === null || (waiting.alone && free.length < places)) break;
      begin(waiting, free.splice(0, waiting.alone ? places : 1));
      waiting = null;
    }
    if (!arrivals.open()) return;
    yield* await arrivals.next();
  }
}

interface Arrivals<Value> {
  /** Adds work; its failure is thrown by `next`. */
  begin(work: Promise<void>): void;
  push(values: readonly Value[]): void;
  /** What arrived since the last call: waits until something did, or a work ended. Throws the first failure when no work is left. */
  next(): Promise<readonly Value[]>;
  /** True as long as something may still arrive, or be thrown. */
  open(): boolean;
  failed(): boolean;
}

function openArrivals<Value>(): Arrivals<Value> {
  const arrived: Value[] = [];
  let running = 0;
  let ended = false;
  let failed: { readonly error: unknown } | null = null;
  let wake = (): void => {};
  return {
    begin(work) {
      running++;
      void work
        .catch((error: unknown) => {
          failed ??= { error };
        })
        .finally(() => {
          running--;
          ended = true;
          wake();
        });
    },
    push(values) {
      arrived.push(...values);
      wake();
    },
    async next() {
      if (arrived.length === 0 && !ended && running > 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      ended = false;
      if (failed !== null && running === 0 && arrived.length === 0) throw failed.error;
      return arrived.splice(0);
    },
    open: () => running > 0 || arrived.length > 0 || failed !== null,
    failed: () => failed !== null,
  };
}
