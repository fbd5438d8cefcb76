// The signals of the stimulus `signals`, as a pure function of the harness's secret: the witness sends by it, `expected()` predicts by it.
import { splitMix32 } from './payload.ts';
import { seedOf } from './purpose.ts';

/** What a runner is sent. Workloads know each by its place in this list. Without SIGTERM, by which the harness itself ends a runner. */
export const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGUSR2', 'SIGWINCH'] as const;
/** What a process is sent that is started to be interrupted. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** How often a round may hold its loop up for a signal: once for each way in which a runtime can hear of one. */
export const MOST_BLOCKS = 2;
const MOST_PAUSE_MS = 3;

export interface SignalPlan {
  /** One by one: the place of each signal in `SIGNALS`, and how long the witness waits before it sends it. */
  readonly singles: readonly PlannedSignal[];
  /** The signal of the burst, and the states that are set before each time it is sent, never 0. The last one is what counts. */
  readonly burst: { readonly place: number; readonly states: readonly number[] };
  /** Sent while the loop is held up. */
  readonly blocked: readonly PlannedSignal[];
}

export interface PlannedSignal {
  readonly place: number;
  readonly pauseMs: number;
}

export function signalPlan(secret: number, round: number, singles: number, burst: number): SignalPlan {
  const next = splitMix32(seedOf(secret, 'signal', round, 0));
  const draw = (count: number): PlannedSignal[] =>
    Array.from({ length: count }, () => ({
      place: next() % SIGNALS.length,
      pauseMs: next() % (MOST_PAUSE_MS + 1),
    }));
  return {
    singles: draw(singles),
    burst: {
      place: next() % SIGNALS.length,
      states: Array.from({ length: burst }, () => next() || 1),
    },
    blocked: draw(MOST_BLOCKS),
  };
}
