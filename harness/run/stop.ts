// How what is under way is told to stop, and how an invocation ends that was.
import type { Outcome } from '../contract/invocation.ts';

export interface Stop {
  /** The current window ends, then the invocation, with what there is. */
  readonly soft: AbortSignal;
  /** Everything ends at once. */
  readonly hard: AbortSignal;
}

export const INTERRUPTED = { kind: 'not-run', reason: 'interrupted' } as const satisfies Outcome;

export const isInterrupted = (outcome: Outcome): boolean =>
  outcome.kind === 'not-run' && outcome.reason === INTERRUPTED.reason;
