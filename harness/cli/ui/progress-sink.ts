// Connects progress to stderr: redrawn in place on a live terminal, plain lines in pipes, logs and continuous integration.
import type { ProgressSink } from './progress.ts';
import { cut } from './table.ts';
import type { Terminal } from './terminal.ts';

export async function openProgressSink(terminal: Terminal): Promise<ProgressSink> {
  const line = (text: string): void => terminal.err(terminal.paintErr('dim', text));
  if (!terminal.live) return { redraw: null, line, end() {} };
  // Only where it is used: loading it takes as long as everything else of ours.
  const { createLogUpdate } = await import('log-update');
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
