// A plan as a queue: in its order, or, where blocks run at once, several repetitions of one block beside each other.
import type { Block, Plan, Step } from '../../contract/plan.ts';
import { expectedMsOf } from '../../plan/pace.ts';
import type { WorkQueue, WorkUnit } from '../../run/run-queue.ts';

/**
 * `cpus`: on so many, blocks run at once. Then as many repetitions of a block follow each other, so that each CPU finds the others at the
 * same work and in the same phase of it: a neighbour that starts processes while others are measured would be noise of its own. Those that
 * need the machine to themselves come last. `done`: ids of invocations that are carried out already.
 */
export function planQueue(
  { steps, blocks }: Plan,
  cpus: number,
  done: ReadonlySet<string> = NOTHING,
): WorkQueue {
  const drawn = unitsOf(steps).filter((unit) => !isDone(unit, done));
  const at = ({ repetition }: PlannedUnit): number => Math.floor(repetition / cpus);
  const units =
    cpus < 2
      ? drawn
      : drawn.toSorted(
          (a, b) =>
            at(a) - at(b) ||
            Number(a.alone) - Number(b.alone) ||
            b.expectedMs - a.expectedMs ||
            blocks.indexOf(a.block) - blocks.indexOf(b.block),
        );
  return { next: () => units.shift() ?? null };
}

const NOTHING: ReadonlySet<string> = new Set();

export const isDone = ({ steps }: WorkUnit, done: ReadonlySet<string>): boolean =>
  steps.every(({ invocation }) => done.has(invocation));

export interface PlannedUnit extends WorkUnit {
  readonly block: Block;
  readonly repetition: number;
  readonly expectedMs: number;
}

/** In the order of the plan, which draws who comes first. */
export function unitsOf(steps: readonly Step[]): PlannedUnit[] {
  const units = new Map<string, Step[]>();
  for (const step of steps) {
    const key = `${step.repetition} ${step.block.id}`;
    const unit = units.get(key);
    if (unit === undefined) units.set(key, [step]);
    else unit.push(step);
  }
  return [...units.values()].flatMap((unit): PlannedUnit[] => {
    const [first] = unit;
    if (first === undefined) return [];
    const { repetition, block } = first;
    const expectedMs = unit.length * expectedMsOf(block);
    return [{ steps: unit, alone: block.alone, block, repetition, expectedMs }];
  });
}
