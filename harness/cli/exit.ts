// Ends the process as soon as both streams have taken what was written.
import { EXIT, EXIT_PRECEDENCE, FAILURE_CODES } from '../contract/failure.ts';
import type { ExitCode } from '../contract/failure.ts';
import { plainPaint } from '../tables/colour.ts';
import { failureText } from '../tables/failure-text.ts';
import { terminalText } from '../tables/terminal-text.ts';
import { refusalOf } from './ui/terminal.ts';

/** The one that counts when several apply. */
export function gravest(codes: readonly ExitCode[]): ExitCode {
  return EXIT_PRECEDENCE.find((code) => codes.includes(code)) ?? 0;
}

/** Ends the process. Nothing should be running by now; if something is, it does not delay the exit. */
export async function leave(
  code: ExitCode,
  { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>,
): Promise<never> {
  await Promise.all([flushed(stdout), flushed(stderr)]);
  const refused = refusalOf(stdout);
  if (refused !== null) {
    stderr.write(`${terminalText(failureText(refused, plainPaint))}\n`);
    await flushed(stderr);
  }
  process.exit(refused === null ? code : gravest([code, FAILURE_CODES[refused.code].exit]));
}

/** At the third signal: whatever is still open or unwritten. */
export function abandon(): never {
  process.exit(EXIT.interrupted);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    // Answers with an error when the reader is gone: then there is nothing left to wait for either.
    stream.write('', () => resolve());
  });
}
