// Connects progress to stderr: redrawn in place on a live terminal, plain lines in pipes, logs and continuous integration.
import type { ProgressSink } from './progress.ts';
import { visibleText } from '../../contract/visible-text.ts';
import { cut } from '../../tables/table.ts';
import type { Terminal } from './terminal.ts';

export async function openProgressSink(terminal: Terminal): Promise<ProgressSink> {
  const { events, progress } = terminal;
  const line = (text: string): void => terminal.err(terminal.paintErr('dim', text));
  if (progress === 'none') return { redraw: null, line() {}, events, end() {} };
  if (progress === 'plain') return { redraw: null, line, events, end() {} };
  // Only where it is used: loading it takes as long as everything else of ours.
  const { createLogUpdate } = await import('log-update');
  // The cursor stays visible: hiding it would need a handler of signals that are ours to handle.
  const update = createLogUpdate(process.stderr, { showCursor: true });
  const drawn = (text: string): string =>
    terminal.shown(terminal.paintErr('dim', cut(visibleText(text), terminal.columns - 1)));
  return {
    events,
    redraw: (lines) => update(lines.map(drawn).join('\n')),
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
