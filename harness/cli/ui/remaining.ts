// How long a run will still take: from the plan, corrected by the overhead of the groups so far.
import type { Plan, Step } from '../../contract/plan.ts';
import { expectedMsOf } from '../../plan/pace.ts';
import { median } from '../../stats/median.ts';

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

/** An end that is believed to lie so far beyond the minute that is shown does not change what is shown. */
const SLACK_MS = 20_000;
const MINUTE_MS = 60_000;

/** The minute to show for an end that is estimated again and again: one near the turn of a minute would flicker. */
export function steadyMinute(): (endMs: number) => number {
  let shown: number | null = null;
  return (endMs) => {
    const near = shown !== null && endMs >= shown - SLACK_MS && endMs < shown + MINUTE_MS + SLACK_MS;
    if (shown === null || !near) shown = Math.floor(endMs / MINUTE_MS) * MINUTE_MS;
    return shown;
  };
}

/** `about 2 min 10 s left, ends 14:32`: in steps that a person does not see jump. */
export function remainingText(leftMs: number, endMs: number): string {
  const end = new Date(endMs);
  const clock = `${twoDigits(end.getHours())}:${twoDigits(end.getMinutes())}`;
  const day = leftMs >= DAY_MS ? ` in ${Math.floor(leftMs / DAY_MS)} d` : '';
  return `about ${waitText(leftMs)} left, ends ${clock}${day}`;
}

const DAY_MS = 86_400_000;

function waitText(leftMs: number): string {
  const seconds = Math.max(1, Math.round(leftMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const steps = Math.round(seconds / 5) * 5;
  if (steps < 3600) return `${Math.floor(steps / 60)} min ${twoDigits(steps % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
