// What a journal holds, entered into the ledger of a plan as if it had just happened.
import { FailureError } from '../../contract/failure.ts';
import type { InvocationRecord } from '../../contract/invocation.ts';
import type { Plan, Step } from '../../contract/plan.ts';
import { groupsOf } from '../../run/groups.ts';
import { isInterrupted } from '../../run/stop.ts';
import type { StoredInvocation, StoredJournal } from '../../store/read-journal.ts';
import type { Inspector } from '../conduct/inspect.ts';
import type { Inspected, Ledger } from '../conduct/ledger.ts';

export interface RestoreRequest {
  readonly journal: StoredJournal;
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly inspect: Inspector;
  /** True: members of a co-scheduled group count only together, as the rest of the group cannot be measured beside them any more. */
  readonly wholeGroups: boolean;
}

export interface Restored {
  /** Ids of the invocations that are done. */
  readonly done: ReadonlySet<string>;
  readonly records: readonly InvocationRecord[];
  /** Why invocations of the journal are not among them, in words. */
  readonly troubles: readonly string[];
}

export function restore({ journal, plan, ledger, inspect, wholeGroups }: RestoreRequest): Restored {
  const steps = new Map(plan.steps.map((step) => [step.invocation, step]));
  const stored = journal.invocations.filter(({ record }) => !isInterrupted(record.outcome));
  const troubles = [...journal.torn];
  const found = new Map<string, Inspected>();
  for (const one of stored) {
    const step = steps.get(one.record.id);
    const inspected = step === undefined ? 'it is not in the plan' : recalled(one, step, inspect);
    if (typeof inspected === 'string') troubles.push(`${one.record.id} was left out: ${inspected}`);
    else found.set(one.record.id, inspected);
  }
  if (wholeGroups) {
    for (const { invocation } of [...groupsOf(plan.steps)].filter((group) => isPartial(group, found)).flat())
      if (found.delete(invocation))
        troubles.push(`${invocation} is measured again: its group was not complete`);
  }
  for (const inspected of found.values()) ledger.enter(inspected);
  for (const window of journal.windows) ledger.windows.slices(window);
  const records = stored.map(({ record }) => record).filter(({ id }) => found.has(id));
  return { done: new Set(found.keys()), records, troubles };
}

const isPartial = (group: readonly Step[], found: ReadonlyMap<string, unknown>): boolean =>
  group.some(({ invocation }) => !found.has(invocation));

/** Why not, where what it needs is damaged: a trace or samples cost their own invocation alone. */
function recalled({ record, judged }: StoredInvocation, step: Step, inspect: Inspector): Inspected | string {
  try {
    const inspected = judged === null ? inspect(record, step) : inspect.recall(record, step, judged);
    if (judged === null && !inspected.judgement.ok) return inspected.judgement.failure.cause;
    return inspected;
  } catch (error) {
    if (error instanceof FailureError) return error.failure.cause;
    throw error;
  }
}
