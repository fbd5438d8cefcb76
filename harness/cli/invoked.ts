// What every command is given, whatever its options.
import type { ExitCode } from '../contract/failure.ts';
import type { TerminalStyle } from './options/terminal-style.ts';
import type { Terminal } from './ui/terminal.ts';

export interface Invoked {
  readonly terminal: Terminal;
  /** The terminal as the options of a command want it. */
  readonly open: (style: TerminalStyle) => Terminal;
  readonly version: string;
  /** What the config of this folder says, for the help of commands that read it; empty: nothing. */
  readonly configured: string;
  /** Receives the exit code of the command that ran. */
  readonly ended: (code: ExitCode) => void;
}
