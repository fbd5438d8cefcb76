// How long a runner may take for each answer, and when a phase of an invocation ends. Constants with their reasons.
import type { Pacing } from '../../contract/scenario.ts';

export interface InvocationLimits {
  /** From spawn to `ready`. CPython needs 0.1 s and Node 0.05 s on an idle machine; a loaded one may be fifty times slower. */
  readonly helloMs: number;
  readonly clockMs: number;
  /** `open` may bind sockets, write files and start watches. */
  readonly prepareMs: number;
  /** `close` and the runner's totals. */
  readonly finishMs: number;
  /** From the end of stdin to the end of the process, after everything was said. */
  readonly exitMs: number;
  /** The shortest and the longest limit of a round, see `roundLimitMs`. */
  readonly roundMinimumMs: number;
  readonly roundMaximumMs: number;
  /** From `halt` to its answer: a loop that lives answers within a millisecond, and one that blocks never. */
  readonly haltMs: number;
  /** Each call to a witness. It answers within milliseconds; the preparation of many files may take seconds. */
  readonly witnessMs: number;
}

export const LIMITS: InvocationLimits = {
  helloMs: 10_000,
  clockMs: 5_000,
  prepareMs: 20_000,
  finishMs: 10_000,
  exitMs: 2_000,
  roundMinimumMs: 5_000,
  roundMaximumMs: 60_000,
  haltMs: 1_000,
  witnessMs: 30_000,
};

/** A round that takes ten times its share of the budget is not slow: it hangs. */
const HANGING_FACTOR = 10;
/** More rounds than this say nothing new, and a runner that reports empty windows must come to an end. */
export const MAX_ROUNDS = 10_000;
/** A phase whose rounds mostly pass outside their windows ends after this multiple of its budget in wall time ... */
const PHASE_WALL_FACTOR = 10;
/** ... but never before this, so that small budgets are not cut by the preparation of their first rounds. */
const PHASE_WALL_MINIMUM_MS = 10_000;

/** How long one round may take before its runner counts as hanging. */
export function roundLimitMs(pacing: Pacing, limits: InvocationLimits): number {
  const nominalMs = pacing.measuredMs / Math.max(1, pacing.minimumRounds);
  const wantedMs = Math.ceil(HANGING_FACTOR * nominalMs);
  return Math.min(Math.max(wantedMs, limits.roundMinimumMs), limits.roundMaximumMs);
}

export interface PhaseProgress {
  readonly rounds: number;
  /** Sum of the windows so far, and wall time since the phase began. */
  readonly windowsNs: number;
  readonly wallNs: number;
}

/** Whether a phase of `budgetMs` and at least `minimumRounds` rounds is over. */
export function phaseIsOver(budgetMs: number, minimumRounds: number, progress: PhaseProgress): boolean {
  if (progress.rounds >= MAX_ROUNDS) return true;
  if (progress.rounds < minimumRounds) return false;
  const wallLimitMs = Math.max(PHASE_WALL_FACTOR * budgetMs, PHASE_WALL_MINIMUM_MS);
  return progress.windowsNs >= budgetMs * 1e6 || progress.wallNs >= wallLimitMs * 1e6;
}
