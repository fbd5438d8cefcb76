// How long a run will still take: from the plan, corrected by the overhead of the groups so far.
import type { Plan, Step } from '../contract/plan.ts';
import { expectedMsOf } from '../plan/pace.ts';
import { median } from '../stats/median.ts';

export interface Remaining {
  started(step: Step): void;
  /** The invocation of `step` has ended. */
  done(step: Step): void;
  leftMs(): number;
}

/** The members of a co-scheduled group, which begin and end together. */
interface Group {
  readonly expectedMs: number;
  /** How many groups like it run at once. */
  readonly width: number;
  open: number;
  beganMs: number;
}

/** `cpus`: on so many CPUs groups run at once. `now` is monotonic, in milliseconds. */
export function watchRemaining(plan: Plan, cpus: number, now: () => number): Remaining {
  const groups = new Map<number, Group>();
  for (const { group, block } of plan.steps) {
    const { expectedMs = 0, open = 0 } = groups.get(group) ?? {};
    const width = block.alone ? 1 : cpus;
    groups.set(group, {
      expectedMs: expectedMs + expectedMsOf(block),
      width,
      open: open + 1,
      beganMs: Number.NaN,
    });
  }
  const beyond: number[] = [];
  return {
    started({ group }) {
      const one = groups.get(group);
      if (one !== undefined && Number.isNaN(one.beganMs)) one.beganMs = now();
    },
    done({ group }) {
      const one = groups.get(group);
      if (one === undefined) return;
      one.open--;
      if (one.open > 0) return;
      groups.delete(group);
      beyond.push(now() - one.beganMs - one.expectedMs);
    },
    // A median, because one group that ran into its time limit says nothing about the others.
    leftMs() {
      const overheadMs = beyond.length === 0 ? 0 : median(beyond);
      const left = [...groups.values()].map(({ expectedMs, width }) => (expectedMs + overheadMs) / width);
      return Math.max(
        0,
        left.reduce((sum, ms) => sum + ms, 0),
      );
    },
  };
}

/** Of a run that ends with its time, from now on. */
export function untilTheEnd(budgetMs: number, now: () => number): Remaining {
  const endMs = now() + budgetMs;
  return { started() {}, done() {}, leftMs: () => Math.max(0, endMs - now()) };
}
