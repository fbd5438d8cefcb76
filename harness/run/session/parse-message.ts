// Reads one line of a runner's stdout as a message, or says why it is not one.
import { Compile } from 'typebox/compile';
import {
  ClockReply,
  Failed,
  Finished,
  Halted,
  Prepared,
  Ready,
  Refused,
  Rounded,
  RunnerMessage,
  Sliced,
} from '../../contract/message.ts';
import type { RunnerMessage as Message } from '../../contract/message.ts';

export type ParsedLine =
  | { readonly kind: 'message'; readonly message: Message }
  /** Not a message at all: most likely a log line. */
  | { readonly kind: 'noise'; readonly problem: string }
  /** Meant as a message, but not one of the protocol. */
  | { readonly kind: 'invalid'; readonly problem: string };

const SCHEMAS = new Map(
  Object.entries({
    ready: Ready,
    clock: ClockReply,
    prepared: Prepared,
    refused: Refused,
    rounded: Rounded,
    sliced: Sliced,
    finished: Finished,
    halted: Halted,
    failed: Failed,
  }),
);
const anyMessage = Compile(RunnerMessage);

export function parseLine(text: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'noise', problem: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null || !('kind' in value))
    return { kind: 'noise', problem: 'is JSON, but not an object with a `kind`' };
  if (anyMessage.Check(value)) return { kind: 'message', message: value };
  return { kind: 'invalid', problem: problemOf(value, value.kind) };
}

/** Only after the union has refused: the schema of the one kind names the field. */
function problemOf(value: object, kind: unknown): string {
  // An object may make a word of itself in any way, or in none.
  const schema = typeof kind === 'string' ? SCHEMAS.get(kind) : undefined;
  if (schema === undefined) return `has the unknown kind ${JSON.stringify(kind).slice(0, 60)}`;
  const first = Compile(schema).Errors(value)[0];
  return first === undefined
    ? 'does not fit its schema'
    : `is not a valid \`${JSON.stringify(kind).slice(1, -1)}\`: ${first.instancePath || 'it'} ${first.message}`;
}
