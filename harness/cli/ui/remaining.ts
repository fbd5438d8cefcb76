// How long a run will still take: from the plan, corrected by the overhead of the invocations so far.
import type { Plan } from '../../contract/plan.ts';
import { expectedMsOf } from '../../plan/pace.ts';
import { median } from '../../stats/median.ts';

export interface Remaining {
  /** Called after an invocation, `tookMs` after the one before; the members of a co-scheduled group end together. */
  done(tookMs: number): void;
  leftMs(): number;
}

export function watchRemaining(plan: Plan): Remaining {
  const expected = plan.steps.map(({ block }) => expectedMsOf(block));
  let left = expected.reduce((sum, ms) => sum + ms, 0);
  let steps = 0;
  let tookAllMs = 0;
  let plannedMs = 0;
  const beyond: number[] = [];
  const groups = new Set(plan.steps.map(({ group }) => group)).size;
  return {
    done(tookMs) {
      const step = plan.steps[steps];
      const planned = expected[steps] ?? 0;
      steps++;
      left -= planned;
      tookAllMs += tookMs;
      plannedMs += planned;
      if (plan.steps[steps]?.group === step?.group) return;
      beyond.push(tookAllMs - plannedMs);
      tookAllMs = 0;
      plannedMs = 0;
    },
    // A median, because one group that ran into its time limit says nothing about the others.
    leftMs: () =>
      beyond.length === 0 ? plan.expectedMs : Math.max(0, left + (groups - beyond.length) * median(beyond)),
  };
}

/** `about 2 min 10 s left, ends 14:32`: in steps that a person does not see jump. */
export function remainingText(leftMs: number, nowMs: number): string {
  const end = new Date(nowMs + leftMs);
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
