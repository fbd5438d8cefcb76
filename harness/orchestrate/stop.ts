// How a run is stopped: softly after the current window, or at once together with every process that it started.
import { setMaxListeners } from 'node:events';
import { isHangupIgnored } from './hangup.ts';

/** `limit`: the time given by `--max-time` was over. `signal`: of this process, or of the program that called. */
export type StopCause = 'signal' | 'limit';

export interface RunStop {
  /** Finish the current window, then end with what there is. */
  readonly soft: AbortSignal;
  /** Kill everything now. */
  readonly hard: AbortSignal;
  /** Why it was stopped; null while it was not. */
  cause(): StopCause | null;
  /** Takes the signal handlers and the timer away. */
  dispose(): void;
}

/** The part of `process` that is needed; a test gives an emitter. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

export interface StopOptions {
  readonly source: SignalSource;
  readonly maxTimeMs: number | null;
  /** Whoever started this process wants it to outlive its terminal. */
  readonly hangupIsIgnored?: boolean;
  readonly say: (text: string) => void;
  /** Called at the third signal: ends the process at once, even with open work. */
  readonly abandon: () => void;
}

/** Stops by the signal of a program that called: softly, and there is nothing to say. This process and its signals are that program's. */
export function stopWith(signal: AbortSignal | null, maxTimeMs: number | null): RunStop {
  const source: SignalSource = { on: () => null, off: () => null };
  const stop = listenForStop({ source, maxTimeMs, say: () => {}, abandon: () => {} });
  if (signal === null) return stop;
  const soft = AbortSignal.any([stop.soft, signal]);
  setMaxListeners(0, soft);
  return { ...stop, soft, cause: () => (signal.aborted ? 'signal' : stop.cause()) };
}

/** SIGQUIT would leave the results unwritten, for a core file that nobody asked for. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
/** Node opens its inspector at this one: in the middle of a measurement. */
const IGNORED: readonly NodeJS.Signals[] = ['SIGUSR1'];

export function listenForStop({
  source,
  maxTimeMs,
  say,
  abandon,
  hangupIsIgnored = isHangupIgnored(),
}: StopOptions): RunStop {
  const soft = new AbortController();
  const hard = new AbortController();
  // Every member of a block listens, however many there are: Node's warning about more than ten is for leaks.
  setMaxListeners(0, soft.signal, hard.signal);
  let cause: StopCause | null = null;
  let signals = 0;

  const onSignal = (): void => {
    signals++;
    cause = 'signal';
    soft.abort();
    if (signals === 1) say('Stopping after the current window. A second signal kills all runners at once.');
    if (signals === 2) {
      say('Killing all runners.');
      hard.abort();
    }
    if (signals > 2) abandon();
  };
  const onLimit = (): void => {
    cause ??= 'limit';
    soft.abort();
  };

  const handled: readonly (readonly [NodeJS.Signals, () => void])[] = [
    ...SIGNALS.map(
      (signal) => [signal, signal === 'SIGHUP' && hangupIsIgnored ? () => {} : onSignal] as const,
    ),
    ...IGNORED.map((signal) => [signal, () => {}] as const),
  ];
  for (const [signal, listener] of handled) source.on(signal, listener);
  const timer = maxTimeMs === null ? undefined : setTimeout(onLimit, maxTimeMs);
  return {
    soft: soft.signal,
    hard: hard.signal,
    cause: () => cause,
    dispose() {
      clearTimeout(timer);
      for (const [signal, listener] of handled) source.off(signal, listener);
    },
  };
}
