// Carries out a plan: each invocation is journalled, judged and, when it was proved, measured before the next one begins.
import type { Outcome } from '../../contract/invocation.ts';
import type { Plan, Step } from '../../contract/plan.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { runQueue } from '../../run/run-queue.ts';
import type { WorkQueue } from '../../run/run-queue.ts';
import type { RunPlanContext } from '../../run/carry-out-group.ts';
import type { DisturbanceWatch } from '../../run/disturbance/watch-disturbances.ts';
import type { Journal } from '../../store/journal.ts';
import { gateDecisions } from './gate-decisions.ts';
import type { Inspector } from './inspect.ts';
import type { Inspected, Ledger } from './ledger.ts';
import type { RunProgress } from '../listener.ts';

export interface CarryOut {
  readonly plan: Plan;
  /** On which blocks run at once; none: one after the other. */
  readonly cpus: readonly number[];
  readonly queue: WorkQueue;
  /** Ids of invocations that an earlier process carried out. */
  readonly done: ReadonlySet<string>;
  /** How long the run has taken, in milliseconds. */
  readonly usedMs: () => number;
  readonly runtimes: readonly Runtime[];
  readonly context: RunPlanContext;
  readonly journal: Journal;
  readonly watch: DisturbanceWatch;
  readonly inspect: Inspector;
  readonly ledger: Ledger;
  readonly progress: RunProgress;
}

/** Ends when the plan is done or was stopped. Our own work falls between two windows of a CPU: the runner of the last is gone, the next is not there yet. */
export async function carryOut({
  plan,
  cpus,
  queue,
  done,
  usedMs,
  runtimes,
  context,
  journal,
  watch,
  inspect,
  ledger,
  progress,
}: CarryOut): Promise<void> {
  const steps = new Map(plan.steps.map((step) => [step.invocation, step]));
  progress.begin();
  try {
    const decisions = gateDecisions(ledger);
    const skip = (steps: readonly Step[]): boolean => {
      if (steps.every(({ invocation }) => done.has(invocation))) return true;
      if (!decisions.isDecided(steps)) return false;
      ledger.spare(steps);
      return true;
    };
    const onStep = (step: Step): void => progress.started(step);
    for await (const record of runQueue(queue, cpus, runtimes, {
      ...context,
      skip,
      onStep,
    })) {
      context.runStages?.enter('journal');
      journal.append({ kind: 'invocation', usedMs: usedMs(), record });
      context.runStages?.enter('judge');
      const step = stepOf(steps, record.id);
      const inspected = inspect(record, step);
      ledger.enter(inspected);
      progress.done(step, troubleOf(inspected));
      for (const span of watch.look()) journal.append({ kind: 'disturbance', span });
      context.runStages?.enter('between');
    }
  } finally {
    progress.end();
  }
}

function stepOf(steps: ReadonlyMap<string, Step>, invocation: string): Step {
  const step = steps.get(invocation);
  if (step === undefined) throw new Error(`a record of an invocation that was not planned: ${invocation}`);
  return step;
}

/** A few words for the progress line; null when all is well. */
function troubleOf({ record, judgement }: Inspected): string | null {
  const broken = judgement.ok ? judgement.value.rulesBroken : [];
  if (record.outcome.kind !== 'ok') {
    const breaks = broken.length === 0 ? '' : `breaks ${broken.join(', ')}: `;
    return `${breaks}${outcomeWords(record.outcome)}`;
  }
  if (!judgement.ok) return `${judgement.failure.code} ${judgement.failure.cause}`;
  return judgement.value.proof === null ? `breaks ${judgement.value.rulesBroken.join(', ')}` : null;
}

function outcomeWords(outcome: Exclude<Outcome, { readonly kind: 'ok' }>): string {
  return 'failure' in outcome
    ? `${outcome.failure.code} ${outcome.failure.cause}`
    : `${outcome.kind}: ${outcome.reason}`;
}
