// The end of a command that ran something: the result on stdout, the rest on stderr, and the exit code.
import { EXIT, FAILURE_CODES } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { RunResult } from '../../contract/result.ts';
import { gravest } from '../exit.ts';
import type { Measured } from '../../orchestrate/measure-run.ts';
import { fileLink } from '../../publish/open-link.ts';
import { closingLines, replayLines, resumeLines } from './closing.ts';
import { tellResult } from './event-stream.ts';
import { failureText } from '../../tables/failure-text.ts';
import type { Terminal } from './terminal.ts';

/** `measured` is null when the command was stopped before there was anything to run. */
export function conclude(
  measured: Measured | null,
  terminal: Terminal,
  output: (result: RunResult) => string,
): ExitCode {
  if (measured === null) {
    terminal.err('Stopped before anything was run.');
    return EXIT.interrupted;
  }
  const { result, folder, troubles, warnings } = measured;
  if (terminal.events === null) terminal.out(output(result));
  else tellResult(result, folder.results, terminal.events);
  for (const line of closingLines(result, fileLink(folder.report), terminal.paintErr)) terminal.err(line);
  for (const line of resumeLines(result, folder.path)) terminal.err(line);
  for (const line of replayLines(result, folder.path)) terminal.err(line);
  for (const warning of warnings) terminal.err(failureText(warning, terminal.paintErr, 'warning'));
  for (const trouble of troubles) terminal.err(failureText(trouble, terminal.paintErr));
  const judged = Object.values(EXIT).find((code) => code === result.exit.code) ?? EXIT.internal;
  return gravest([judged, ...troubles.map(({ code }) => FAILURE_CODES[code].exit)]);
}
