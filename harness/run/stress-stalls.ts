// When the loop of a stressed runner stands still, and for how long: the same for the same seed and round.
import { mix32 } from '../contract/digest.ts';
import type { ReadyMessage, Stall } from '../contract/message.ts';
import { splitMix32 } from '../contract/payload.ts';
import type { Scenario } from '../contract/scenario.ts';

/** What a runner says when it honours `round.stalls`. */
const CAPABILITY = 'stalls';
/** From a busy callback to a collection of garbage on a small machine. */
const SHORTEST_MS = 1;
const LONGEST_MS = 50;
/** Deadlines in scenarios are a few milliseconds apart: the next stall comes before, between and after them. */
const LONGEST_GAP_MS = 12;
/** All stalls of a round together; one with a thousand timers is not to take seconds for it. */
const ROUND_BUDGET_MS = 150;

/** Short stalls are as likely as long ones, octave by octave. */
export function stallsOf(seed: number, round: number): readonly Stall[] {
  const next = splitMix32(mix32(seed) ^ mix32(round + 1));
  const unit = (): number => next() / 2 ** 32;
  const stalls: Stall[] = [];
  let spentMs = 0;
  for (;;) {
    const afterMs = 1 + Math.floor(unit() * LONGEST_GAP_MS);
    const forMs = Math.round(SHORTEST_MS * (LONGEST_MS / SHORTEST_MS) ** unit());
    spentMs += forMs;
    if (spentMs > ROUND_BUDGET_MS) return stalls;
    stalls.push({ afterMs, forMs });
  }
}

/** Null when this runner cannot be stalled, or this scenario must not be: a stall is a wake-up, and some count those. */
export function stallsFor(
  scenario: Scenario,
  ready: ReadyMessage,
  seed: number,
): ((round: number) => readonly Stall[]) | null {
  if (!ready.capabilities.includes(CAPABILITY)) return null;
  if (!canBeStalled(scenario)) return null;
  return (round) => stallsOf(seed, round);
}

/** A stall is a wake-up: what counts wake-ups cannot have any. */
export function canBeStalled({ rules }: Scenario): boolean {
  return rules.every(({ kind }) => kind !== 'resource');
}
