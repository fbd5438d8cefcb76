// Turns what commander complains about into failures with a code, one cause and a next step.
import { failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import { nearest } from '../contract/nearest.ts';

/** The part of commander's error that says what was wrong. */
export interface Complaint {
  readonly code: string;
  readonly message: string;
}

/** `known` are the names that could have been meant: options and commands. */
export function usageFailure({ code, message }: Complaint, known: readonly string[]): Failure {
  const [first = ''] = message.split('\n');
  const sentence = first.replace(/^error: /, '').replace(/\.$/, '');
  const cause = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
  return failure(isValue(code) ? 'EL1004' : 'EL1003', cause, nextStep(sentence, known));
}

function isValue(code: string): boolean {
  return code === 'commander.invalidArgument' || code === 'commander.optionMissingArgument';
}

function nextStep(sentence: string, known: readonly string[]): string {
  const quoted = /'([^' ]+)/.exec(sentence)?.[1];
  const guess = quoted === undefined || known.includes(quoted) ? null : nearest(quoted, known);
  const help = '`evenloop --help` and `evenloop <command> --help` list them all.';
  return guess === null
    ? help.replace('them all', 'all commands and options')
    : `Did you mean "${guess}"? Otherwise: ${help}`;
}
