// How long invocations last: the pacings that many scenarios have.
import type { Pacing } from './scenario.ts';

export function pacing(warmupMs: number, measuredMs: number, minimumRounds: number): Pacing {
  return { warmupMs, measuredMs, minimumRounds };
}

/** One round, which proves that a cell runs at all. */
export const SMOKE = pacing(0, 1, 1);

/** For scenarios that ask what happens, not how fast: as many rounds as it takes to meet what is rare. */
export const BRIEF = {
  quick: pacing(0, 50, 2),
  standard: pacing(100, 500, 3),
  full: pacing(250, 2000, 3),
} as const;

/** For scenarios whose numbers are compared: warmed up, then measured for longer. */
export const LONG = {
  quick: pacing(60, 150, 2),
  standard: pacing(250, 1000, 3),
  full: pacing(500, 4000, 3),
} as const;
