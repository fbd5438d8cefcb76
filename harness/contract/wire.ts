// The messages of sessions as they crossed the pipes, one JSON object a line: what `--wire` writes, and the file `wire.ndjson` of a bundle.
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const WIRE_SCHEMA = 'evenloop/wire@1';

/** A line that is longer is cut: what is long in messages is a list of digests, of which the beginning says enough. */
export const MOST_WIRE_TEXT = 64 * 1024;

const Said = {
  ns: Type.Integer({
    minimum: 0,
    description: 'When it was written or read, in nanoseconds since evenloop began.',
  }),
  process: Type.Integer({ description: 'The process of the runner.' }),
  invocation: Type.Union([Type.String(), Type.Null()], {
    description:
      'The id of the invocation, which begins with its cell; null: a question before the first one.',
  }),
  to: Type.Union([Type.Literal('runner'), Type.Literal('harness')]),
};

export const WireLine = Type.Union([
  Type.Object({ schema: Type.Literal(WIRE_SCHEMA), tool: Type.String() }, { description: 'The first line.' }),
  Type.Object({ ...Said, message: Type.Record(Type.String(), Type.Unknown()) }),
  Type.Object(
    { ...Said, text: Type.String(), characters: Type.Integer({ minimum: 0 }) },
    { description: 'A line that is no JSON object, or one that was cut, with its whole length.' },
  ),
  Type.Object(
    { dropped: Type.Integer({ minimum: 1 }) },
    { description: 'In this place so many lines were left out: the file would have become too large.' },
  ),
]);
export type WireLine = Static<typeof WireLine>;

/** One line that crossed a pipe. */
export interface WireEntry {
  readonly to: 'runner' | 'harness';
  /** Nanoseconds since the epoch of the harness. */
  readonly ns: number;
  readonly line: string;
}

export interface WireSession {
  readonly process: number;
  readonly invocation: string | null;
}

export const wireHeader = (version: string): string =>
  `${JSON.stringify({ schema: WIRE_SCHEMA, tool: `evenloop ${version}` } satisfies WireLine)}\n`;

export const wireDropped = (dropped: number): string => `${JSON.stringify({ dropped } satisfies WireLine)}\n`;

/** With its newline. A message stands as it was written, not as it would be written again. */
export function wireLine({ process, invocation }: WireSession, { to, ns, line }: WireEntry): string {
  const said = JSON.stringify({ ns: Math.round(ns), process, invocation, to }).slice(0, -1);
  if (line.length <= MOST_WIRE_TEXT && isObject(line)) return `${said},"message":${line.trim()}}\n`;
  const text = JSON.stringify(line.slice(0, MOST_WIRE_TEXT));
  return `${said},"text":${text},"characters":${line.length}}\n`;
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
