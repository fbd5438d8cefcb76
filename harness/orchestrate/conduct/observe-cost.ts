// After a run: measures the cost of recording, by rounds with every event, with digests only, and with nothing recorded.
import { judgeInvocation } from '../../check/prove.ts';
import type { InvocationRecord } from '../../contract/invocation.ts';
import type { ObserverCost } from '../../contract/numbers.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { observerSteps } from '../../plan/observer-steps.ts';
import { invoke } from '../../run/invoke.ts';
import type { RunPlanContext } from '../../run/carry-out-group.ts';
import { observerCost } from '../../stats/observer-cost.ts';
import { dropProvedTraces } from '../../store/clean.ts';
import { openSidecars } from '../../store/sidecar-reader.ts';
import { random32 } from '../chance.ts';

export interface ObserveRequest {
  readonly plan: Plan;
  readonly runtimes: readonly Runtime[];
  readonly context: RunPlanContext;
}

/** A scenario whose rounds could not be proved is left out: it shows up among the cells of the run anyway. */
export async function observeCost({ plan, runtimes, context }: ObserveRequest): Promise<ObserverCost[]> {
  const costs: ObserverCost[] = [];
  const { soft, hard } = context.stop;
  for (const step of observerSteps(plan, random32)) {
    const runtime = runtimes.find(({ id }) => id === step.subject.runtime);
    if (runtime === undefined) continue;
    if (soft.aborted || hard.aborted) break;
    const { scenario } = step.block;
    const packageRoot = context.packageRoot(step.cell.side);
    // Its handles are released at once: what was recorded is opened for reading.
    const { sidecars: _, ...own } = context;
    const record = await invoke(step, runtime, { ...own, packageRoot, observing: true });
    const { runDirectory } = context;
    const reader = openSidecars(runDirectory, record);
    const { timerEarlyNs } = runtime.manifest.tolerances;
    const judged = judgeInvocation({ record: recorded(record), scenario, reader, timerEarlyNs });
    const proof = judged.ok ? judged.value.proof : null;
    const cost = proof === null ? null : observerCost(proof, record);
    if (cost !== null) costs.push(cost);
    dropProvedTraces({ runDirectory, records: [record], proved: new Set([record.id]), keepTraces: false });
  }
  return costs;
}

/** There is nothing to judge in rounds without a record. */
function recorded(record: InvocationRecord): InvocationRecord {
  return { ...record, rounds: record.rounds.filter((round) => round.record !== 'none') };
}
