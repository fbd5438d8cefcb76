// The terminal as the listener of a run: announcement, progress, and what is said on the way, all on stderr.
import type { RunListener } from '../../orchestrate/listener.ts';
import { abandon } from '../exit.ts';
import { announce } from './announcement.ts';
import { openProgressSink } from './progress-sink.ts';
import { makeProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

export function watchRun(terminal: Terminal, verbose: boolean): RunListener {
  return {
    announce: announce(terminal, verbose),
    watch: async (plan, pace) =>
      makeProgress(plan, await openProgressSink(terminal), { ...pace, now: () => performance.now() }),
    say: (text) => terminal.err(terminal.paintErr('dim', text)),
    onSignal: (text) => terminal.err(terminal.paintErr('yellow', text)),
    abandon,
  };
}
