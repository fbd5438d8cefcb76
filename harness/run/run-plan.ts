// Carries out a plan step by step, and does not waste minutes on a subject that keeps failing in the same way.
import type { InvocationRecord, Outcome, Side } from '../contract/invocation.ts';
import type { Plan, Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { invoke } from './invoke.ts';
import { recordOf } from './trial.ts';
import type { InvokeContext } from './trial.ts';

/** Once may be chance; twice in a row in the same way is how it is. */
const FAILURES_IN_A_ROW = 2;

export interface RunPlanContext extends Omit<InvokeContext, 'packageRoot'> {
  /** Where the package of each side stands. Without `--base-ref` only `head` is asked for. */
  packageRoot(side: Side): string;
  /** Before a step is begun. */
  onStep?(step: Step): void;
}

/** The records of the plan's steps in their order. After a stop, what had begun is yielded and nothing more. */
export async function* runPlan(
  plan: Plan,
  runtimes: readonly Runtime[],
  context: RunPlanContext,
): AsyncGenerator<InvocationRecord, void, undefined> {
  const byId = new Map(runtimes.map((runtime) => [runtime.id, runtime]));
  const histories = new Map<string, History>();
  const { soft, hard } = context.stop;
  for (const step of plan.steps) {
    if (soft.aborted || hard.aborted) return;
    context.onStep?.(step);
    const cell = JSON.stringify(step.cell);
    const history = histories.get(cell) ?? NO_HISTORY;
    const runtime = byId.get(step.subject.runtime);
    const skipped = runtime === undefined ? noRuntime(step) : skippedBecause(history);
    if (runtime === undefined || skipped !== null) {
      yield notStarted(step, skipped ?? noRuntime(step));
      continue;
    }
    const packageRoot = context.packageRoot(step.cell.side);
    const record = await invoke(step, runtime, { ...context, packageRoot });
    histories.set(cell, continued(history, record.outcome));
    yield record;
  }
}

/** How the last invocations of a cell ended, when they ended badly in the same way. */
interface History {
  readonly last: Outcome | null;
  readonly inARow: number;
}
const NO_HISTORY: History = { last: null, inARow: 0 };

function continued(history: History, outcome: Outcome): History {
  if (outcome.kind === 'ok' || outcome.kind === 'not-run') return NO_HISTORY;
  return { last: outcome, inARow: history.last?.kind === outcome.kind ? history.inARow + 1 : 1 };
}

/** `unsupported` is an answer and stays one; a failure is believed when it has come twice. */
function skippedBecause({ last, inARow }: History): Outcome | null {
  if (last === null) return null;
  if (last.kind === 'unsupported') return last;
  if (inARow < FAILURES_IN_A_ROW) return null;
  return { kind: 'not-run', reason: `ended with ${last.kind} ${inARow} times in a row before` };
}

const noRuntime = (step: Step): Outcome => ({
  kind: 'not-run',
  reason: `no interpreter for ${step.subject.runtime}`,
});

const notStarted = (step: Step, outcome: Outcome): InvocationRecord => ({
  ...recordOf(step),
  outcome,
  ready: null,
  clock: null,
  rounds: [],
  startedAtMs: Date.now(),
  wallMs: 0,
});
