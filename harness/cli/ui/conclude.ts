// The end of a command that ran something: the result on stdout, the rest on stderr, and the exit code.
import { EXIT, FAILURE_CODES } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import { gravest } from '../exit.ts';
import { fileLink } from '../pipeline/file-link.ts';
import type { Measured } from '../pipeline/measure-run.ts';
import { closingLines } from './closing.ts';
import { failureText } from './failure-text.ts';
import type { Terminal } from './terminal.ts';

export function conclude(
  { result, folder, troubles }: Measured,
  terminal: Terminal,
  output: () => string,
): ExitCode {
  terminal.out(output());
  for (const line of closingLines(result, fileLink(folder.report), terminal.paintErr)) terminal.err(line);
  for (const trouble of troubles) terminal.err(failureText(trouble, terminal.paintErr));
  const judged = Object.values(EXIT).find((code) => code === result.exit.code) ?? EXIT.internal;
  return gravest([judged, ...troubles.map(({ code }) => FAILURE_CODES[code].exit)]);
}
