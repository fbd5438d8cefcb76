// The two streams a command may write to: results on stdout, everything else on stderr.
import type { WriteStream } from 'node:tty';
import { makePaint, wantsColour } from './colour.ts';
import type { Paint } from './colour.ts';

/** What a command knows of the world it prints to. Tests give it one that remembers. */
export interface Terminal {
  /** Width of tables in cells. */
  readonly columns: number;
  /** True when stderr is a terminal on which lines may be drawn again. */
  readonly live: boolean;
  readonly paintOut: Paint;
  readonly paintErr: Paint;
  /** Writes a result. */
  out(text: string): void;
  /** Writes progress, warnings, failures. */
  err(text: string): void;
}

const DEFAULT_COLUMNS = 80;
const NARROWEST = 40;

export function openTerminal(
  stdout: WriteStream,
  stderr: WriteStream,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  ignoreClosedPipe(stdout);
  ignoreClosedPipe(stderr);
  const dumb = environment['TERM'] === 'dumb' || isSet(environment['CI']);
  return {
    columns: columnsOf(stdout),
    live: stderr.isTTY && !dumb,
    paintOut: makePaint(wantsColour(environment, stdout.isTTY)),
    paintErr: makePaint(wantsColour(environment, stderr.isTTY)),
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
  };
}

/** At most 80, so that a run looks the same everywhere. Some pseudo-terminals say 0, which means that they do not know. */
function columnsOf(stdout: WriteStream): number {
  const known = stdout.isTTY && stdout.columns > 0 ? stdout.columns : DEFAULT_COLUMNS;
  return Math.max(NARROWEST, Math.min(known, DEFAULT_COLUMNS));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false';
}

/** `evenloop run | head` closes our output early: that ends the reading, not the run. */
function ignoreClosedPipe(stream: WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
