// Where an error was thrown that ended a request: as far as its stack tells, and no further.
import { quoteLine } from './quote-line.ts';

export interface ErrorOrigin {
  /** The line with the name of the error. */
  readonly said: string;
  /** Whose code threw it, as a sentence; empty where the stack does not tell. */
  readonly where: string;
}

/** A line of a JavaScript stack, and one of a Python traceback. */
const FRAMES: readonly RegExp[] = [
  /^\s+at (?:.*? \()?(.+?):(\d+)(?::\d+)?\)?$/,
  /^\s+File "(.+?)", line (\d+), in /,
];

/** A JavaScript stack names the error first and its innermost frame next; a Python traceback names both last. */
export function originOf(message: string): ErrorOrigin {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  const isTraceback = lines.some((line) => line.startsWith('Traceback (most recent call last):'));
  const named = lines.filter((line) => /^\S/.test(line));
  const frames = lines.flatMap((line) => frameOf(line) ?? []);
  const said = (isTraceback ? named.at(-1) : lines[0]) ?? '';
  const innermost = isTraceback ? frames.at(-1) : frames[0];
  return { said: quoteLine(said), where: innermost === undefined ? '' : whereOf(innermost) };
}

interface Frame {
  readonly file: string;
  readonly line: string;
}

function frameOf(line: string): Frame | null {
  for (const pattern of FRAMES) {
    const [, file, number] = pattern.exec(line) ?? [];
    if (file !== undefined && number !== undefined)
      return { file: file.replace(/^file:\/\//, ''), line: number };
  }
  return null;
}

function whereOf({ file, line }: Frame): string {
  const own = /\/((?:scenarios|runners)\/.+)$/.exec(file)?.[1];
  if (own === undefined) return ` It was thrown in the runtime's own code, ${quoteLine(`${file}:${line}`)}.`;
  const whose = own.startsWith('scenarios/')
    ? 'by the workload, which may have refused what the runtime gave it'
    : 'by the runner';
  return ` It was thrown in ${quoteLine(`${own}:${line}`)}, ${whose}.`;
}
