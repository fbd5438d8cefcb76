// The failures of a session, each with the line that caused it: the one place for their texts.
import { failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Outcome } from '../../contract/invocation.ts';
import { MAX_LINE_BYTES } from '../../contract/message.ts';
import { quoteLine } from './quote-line.ts';
import type { RunnerExit } from './spawn-runner.ts';

const LOGS_BELONG_ON_STDERR =
  'Write logs to stderr: stdout carries protocol messages only, one JSON object a line.';
const READ_THE_PROTOCOL = 'Compare the line with the messages in docs/writing-a-runner.md.';

const guilty = (line: string): string[] => [`line| ${quoteLine(line)}`];

/** A line on stdout that was never meant as a message. */
export const noiseFailure = (line: string, problem: string): Failure =>
  failure('EL2004', `A line on the runner's stdout ${problem}.`, LOGS_BELONG_ON_STDERR, guilty(line));

/** A message that the protocol does not allow here. */
export const violationFailure = (cause: string, line: string): Failure =>
  failure('EL2005', cause, READ_THE_PROTOCOL, guilty(line));

export const oversizeFailure = (prefix: string): Failure =>
  failure(
    'EL2005',
    `A line on the runner's stdout is longer than ${MAX_LINE_BYTES} bytes.`,
    'Put samples and events into the sidecar files, and logs on stderr.',
    guilty(prefix),
  );

export const partialFailure = (line: string): Failure =>
  failure(
    'EL2005',
    "The runner's stdout ended in the middle of a line.",
    'End every message with a newline, and write each line whole.',
    guilty(line),
  );

export const timeoutFailure = (request: string, limitMs: number): Failure =>
  failure(
    'EL2006',
    `The runner did not answer \`${request}\` within ${limitMs} ms.`,
    'Look for something that blocks the loop or never completes; the last lines of both streams are below.',
  );

export const lingeringFailure = (limitMs: number): Failure =>
  failure(
    'EL2005',
    `The runner was still running ${limitMs} ms after its stdin had ended.`,
    'Make the runner end when its stdin ends: it must not outlive the harness.',
  );

/** `when` says in what the runner was, as in "while `round` waited for its answer". */
export const closedFailure = (when: string): Failure =>
  failure(
    'EL2009',
    `The runner closed its stdout ${when} and kept running.`,
    'Keep stdout open until stdin ends.',
  );

/** How a process that ended by itself ends its invocation. */
export function exitOutcome(exit: RunnerExit, when: string): Outcome {
  if (exit.kind === 'signal') {
    const cause = `The runner was killed by ${exit.signal} ${when}.`;
    const next = 'Look at the last lines of both streams, and for an out-of-memory killer.';
    return { kind: 'crashed', signal: exit.signal, failure: failure('EL2007', cause, next) };
  }
  const cause = `The runner exited with code ${exit.code} ${when}.`;
  const next = 'Look at the last lines of both streams.';
  return { kind: 'exited', exitCode: exit.code, failure: failure('EL2008', cause, next) };
}

export const protocolError = (cause: Failure): Outcome => ({ kind: 'protocol-error', failure: cause });
