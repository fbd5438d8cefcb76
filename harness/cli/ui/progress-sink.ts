// Connects progress to stderr: redrawn in place on a live terminal, plain lines in pipes, logs and continuous integration.
import { createLogUpdate } from 'log-update';
import type { ProgressSink } from './progress.ts';
import { cut } from './table.ts';
import type { Terminal } from './terminal.ts';

export function openProgressSink(terminal: Terminal): ProgressSink {
  const line = (text: string): void => terminal.err(terminal.paintErr('dim', text));
  if (!terminal.live) return { redraw: null, line, end() {} };
  // The cursor stays visible: hiding it would need a handler of signals that are ours to handle.
  const update = createLogUpdate(process.stderr, { showCursor: true });
  return {
    redraw: (text) => update(terminal.paintErr('dim', cut(text, terminal.columns - 1))),
    line(text) {
      update.clear();
      line(text);
    },
    end() {
      update.clear();
      update.done();
    },
  };
}
