// Carries out a plan group by group, in its order, with the machine to itself.
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Plan } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { openRun } from './carry-out-group.ts';
import type { RunPlanContext } from './carry-out-group.ts';
import { groupsOf } from './groups.ts';

/** The records of the plan's steps in their order. After a stop, what had begun is yielded and nothing more. */
export async function* runPlan(
  plan: Plan,
  runtimes: readonly Runtime[],
  context: RunPlanContext,
): AsyncGenerator<InvocationRecord, void, undefined> {
  const carryOut = openRun(runtimes, context);
  const { soft, hard } = context.stop;
  for (const steps of groupsOf(plan.steps)) {
    if (soft.aborted || hard.aborted) return;
    if (context.skip?.(steps) === true) continue;
    yield* await carryOut(steps, null);
  }
}
