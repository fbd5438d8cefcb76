// Which queue a run has: the plan in its order, or what a time budget allows of it.
import type { Plan } from '../../contract/plan.ts';
import type { WorkQueue } from '../../run/run-queue.ts';
import { budgetQueue } from './budget-queue.ts';
import type { EarlierWork, RowsOutlook, TimeBudget } from './budget-queue.ts';
import type { Ledger } from './ledger.ts';
import { planQueue } from './plan-queue.ts';

export interface OpenedQueue {
  readonly queue: WorkQueue;
  /** Nothing more is taken from it: what it still has counts as not planned. */
  close(): void;
  /** True where what was measured decided how many pairs a block got: intervals must hold at every look. */
  steered(): boolean;
}

export interface QueueRequest {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly cpus: number;
  /** Null: the whole plan is carried out. */
  readonly budget: TimeBudget | null;
  /** What an earlier process did of the plan. */
  readonly earlier: EarlierWork;
  readonly outlook: () => ReadonlyMap<string, RowsOutlook>;
}

export function openQueue({ plan, ledger, cpus, budget, outlook, earlier }: QueueRequest): OpenedQueue {
  const { done } = earlier;
  if (budget === null) return { queue: planQueue(plan, cpus, done), close() {}, steered: () => false };
  const queue = budgetQueue(plan, cpus, budget, outlook, earlier);
  return {
    queue,
    steered: () => queue.steered(),
    close() {
      for (const { steps } of queue.left())
        ledger.spare(steps.filter(({ invocation }) => !done.has(invocation)));
    },
  };
}
