// The first and the last lines of a stream, for the evidence of a failure: at most 32 lines of bounded length.
import { quoteLine } from './quote-line.ts';
import { splitLines } from './lines.ts';
import type { RunnerLine } from './lines.ts';

/** A runtime that dies says why in its first lines or in its last ones, and a long stack in between. */
const FIRST_LINES = 8;
const LAST_LINES = 23;
/** A log line beyond this is cut: a stream without any newline must not fill the memory. */
const LINE_BYTES = 4096;

export interface Ends {
  push(chunk: Uint8Array): void;
  end(): void;
  /** At most 32 lines, oldest first, each quoted; one of them says how many are left out, where some are. */
  lines(): readonly string[];
}

export function keepEnds(): Ends {
  const first: string[] = [];
  const last: string[] = [];
  let dropped = 0;
  const splitter = splitLines((line) => {
    const quoted = quoteLine(textOf(line));
    if (first.length < FIRST_LINES) first.push(quoted);
    else last.push(quoted);
    if (last.length > LAST_LINES) {
      last.shift();
      dropped++;
    }
  }, LINE_BYTES);
  return {
    push: (chunk) => splitter.push(chunk),
    end: () => splitter.end(),
    lines: () => [...first, ...(dropped === 0 ? [] : [`… ${dropped} lines left out`]), ...last],
  };
}

const textOf = (line: RunnerLine): string => (line.kind === 'oversize' ? `${line.prefix}…` : line.text);
