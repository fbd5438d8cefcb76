// The last lines of a stream, for the evidence of a failure: at most 32 lines of bounded length.
import { quoteLine } from './quote-line.ts';
import { splitLines } from './lines.ts';
import type { RunnerLine } from './lines.ts';

const TAIL_LINES = 32;
/** A log line beyond this is cut: a stream without any newline must not fill the memory. */
const TAIL_LINE_BYTES = 4096;

export interface Tail {
  push(chunk: Uint8Array): void;
  end(): void;
  /** At most 32 lines, oldest first, each quoted. */
  lines(): readonly string[];
}

export function keepTail(): Tail {
  const kept: string[] = [];
  const splitter = splitLines((line) => {
    kept.push(quoteLine(textOf(line)));
    if (kept.length > TAIL_LINES) kept.shift();
  }, TAIL_LINE_BYTES);
  return { push: (chunk) => splitter.push(chunk), end: () => splitter.end(), lines: () => [...kept] };
}

const textOf = (line: RunnerLine): string => (line.kind === 'oversize' ? `${line.prefix}…` : line.text);
