// What a run tells whoever started it. It says what happens; how that looks, and whether it is shown at all, is the listener's.
import type { Plan, Step } from '../contract/plan.ts';
import type { Choice } from './prepare/choose.ts';
import type { FoundRuntimes } from './prepare/find-runtimes.ts';

/** The command line is one; a test, or another program, may be another. */
export interface RunListener {
  /** What is going to be used, before any runner is started. */
  announce(choice: Choice, found: FoundRuntimes, seed: number): void;
  /** Before the invocations of a plan. A run whose regressions are measured a second time has two plans. */
  watch(plan: Plan, pace: Pace): Promise<RunProgress>;
  /** What goes on beside the invocations. */
  say(text: string): void;
  /** What became of a signal that came, as "Killing all runners". */
  onSignal(text: string): void;
  /** The third signal: ends this process, whatever is still open. */
  abandon(): void;
}

export interface Pace {
  /** On so many CPUs blocks run at once. */
  readonly cpus: number;
  /** The invocations end after so long, whatever the plan still has; null: with the plan. */
  readonly budgetMs: number | null;
}

/** How far the invocations of one plan are. Called when one begins or ends, so that no measured window of its own block sees it. */
export interface RunProgress {
  /** Just before the first invocation. */
  begin(): void;
  /** Before the invocation of `step`. */
  started(step: Step): void;
  /** After the invocation of `step`; `trouble` names what went wrong with it, null where nothing did. */
  done(step: Step, trouble: string | null): void;
  end(): void;
}
