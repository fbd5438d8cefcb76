// The p-value of an estimate under the hypothesis that the true effect lies in a band around zero.
import type { Interval } from './interval.ts';
import { studentTwoSided } from './student-t.ts';

/** Two-sided p-value against the nearer edge of [-below, above]; 1 inside the band. */
export function beyondP(interval: Interval, below: number, above: number): number {
  const { estimate, standardError, degreesOfFreedom } = interval;
  const excess = estimate > above ? estimate - above : estimate < -below ? -below - estimate : 0;
  if (excess === 0) return 1;
  return standardError === 0 ? 0 : studentTwoSided(excess / standardError, degreesOfFreedom);
}
