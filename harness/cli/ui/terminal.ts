// The two streams a command may write to: results on stdout, everything else on stderr.
import type { WriteStream } from 'node:tty';
import { assertNever, failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { USUAL_STYLE } from '../options/terminal-style.ts';
import type { TerminalStyle } from '../options/terminal-style.ts';
import { toAscii } from '../../tables/ascii.ts';
import { makePaint, wantsColour } from '../../tables/colour.ts';
import { terminalText } from '../../tables/terminal-text.ts';
import type { Paint } from '../../tables/colour.ts';
import { openEventStream } from './event-stream.ts';
import type { EventStream } from './event-stream.ts';

/** Where and how a command prints. Tests pass a terminal that remembers its output. */
export interface Terminal {
  /** Width of tables in cells. */
  readonly columns: number;
  /** Somebody may be watching: stdout or stderr is a terminal. */
  readonly interactive: boolean;
  /** `live`: lines on stderr may be drawn again. `none`: say nothing of how far it is. */
  readonly progress: 'live' | 'plain' | 'none';
  /** Receives the events of a run, and then stdout carries events alone; null without `--ndjson`. */
  readonly events: EventStream | null;
  readonly paintOut: Paint;
  readonly paintErr: Paint;
  /** Text as it can be shown here: for what goes around `out` and `err`. */
  shown(text: string): string;
  /** Writes a result. */
  out(text: string): void;
  /** Writes a document to stdout as it is: what is for another program has its own characters and its own end. */
  document(text: string): void;
  /** Writes progress, warnings, failures. */
  err(text: string): void;
}

const DEFAULT_COLUMNS = 80;
const NARROWEST = 40;

export function openTerminal(
  stdout: WriteStream,
  stderr: WriteStream,
  environment: Environment,
  style: TerminalStyle = USUAL_STYLE,
): Terminal {
  watchStream(stdout);
  watchStream(stderr);
  const signs = style.ascii ? toAscii : (text: string): string => text;
  const shown = (text: string): string => terminalText(text, signs);
  const out = (text: string): void => void stdout.write(`${shown(text)}\n`);
  return {
    columns: columnsOf(stdout),
    interactive: stdout.isTTY || stderr.isTTY,
    progress: progressOf(style, environment, stderr.isTTY),
    events: style.events ? openEventStream(out, Date.now) : null,
    paintOut: makePaint(colourOf(style, environment, stdout.isTTY)),
    paintErr: makePaint(colourOf(style, environment, stderr.isTTY)),
    shown,
    out,
    document: (text) => void stdout.write(text),
    err: (text) => void stderr.write(`${shown(text)}\n`),
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** By itself it is live only where somebody may be watching: not in pipes, in continuous integration, on a dumb terminal. */
function progressOf(
  { progress }: TerminalStyle,
  environment: Environment,
  isTty: boolean,
): Terminal['progress'] {
  if (progress !== 'auto') return progress;
  return isTty && environment['TERM'] !== 'dumb' && !isSet(environment['CI']) ? 'live' : 'plain';
}

function colourOf({ colour }: TerminalStyle, environment: Environment, isTty: boolean): boolean {
  switch (colour) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'auto':
      return wantsColour(environment, isTty);
    default:
      return assertNever(colour);
  }
}

/** At most 80, so that a run looks the same everywhere. Some pseudo-terminals say 0, which means that they do not know. */
function columnsOf(stdout: WriteStream): number {
  const known = stdout.isTTY && stdout.columns > 0 ? stdout.columns : DEFAULT_COLUMNS;
  return Math.max(NARROWEST, Math.min(known, DEFAULT_COLUMNS));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false';
}

/** What became of streams that could not take what was written. */
const refusals = new WeakMap<WriteStream, Failure>();

/** Null while the stream takes everything, and where its reader is gone. */
export const refusalOf = (stream: WriteStream): Failure | null => refusals.get(stream) ?? null;

/** `evenloop run | head` closes our output early, and a terminal can be closed: that ends the reading, not the run. A full disk is told at the end. */
function watchStream(stream: WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG')
      refusals.set(
        stream,
        failure(
          'EL3003',
          `The output could not be written: ${error.message}.`,
          'Free some space, or write it elsewhere.',
        ),
      );
  });
}
