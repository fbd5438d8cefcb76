// How far the judging of a runner is, on stderr: one line that is redrawn on a terminal, a line for each step elsewhere.
import type { ConformanceCell } from '../../contract/conformance.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { ConformListener } from '../../conform/conform.ts';
import { openProgressSink } from './progress-sink.ts';
import type { ProgressSink } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** Elsewhere cells are told by the dozen, and one by one only where something is wrong. */
const TOLD_CELLS = 12;
const GOOD: ReadonlySet<string> = new Set(['equivalent', 'known-divergence']);

export interface WatchConform extends ConformListener {
  say(text: string): void;
  found(runtime: Runtime): void;
  end(): void;
}

export async function watchConform(terminal: Terminal): Promise<WatchConform> {
  const sink: ProgressSink = await openProgressSink(terminal);
  const tell = (text: string, always: boolean): void => {
    if (sink.redraw !== null) sink.redraw([text]);
    else if (always) sink.line(text);
  };
  return {
    say: (text) => terminal.err(terminal.paintErr('yellow', text)),
    found: ({ manifest, version, executable }) => sink.line(`${manifest.title} ${version}, ${executable}`),
    play: (title, number, of) => tell(`${number}/${of} ${title}`, true),
    cell(cell, done, of) {
      const text = `scenarios ${done}/${of}: ${nameOf(cell)} ${cell.verdict}`;
      if (GOOD.has(cell.verdict)) return tell(text, done % TOLD_CELLS === 0 || done === of);
      sink.line(text);
    },
    end: () => sink.end(),
  };
}

const nameOf = ({ scenario, set, style }: ConformanceCell): string => `${scenario} ${set} ${style}`;
