// For tests: a stream that remembers what was written to it, of a terminal or of none.
import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

export interface Remembered {
  readonly stream: WriteStream;
  text(): string;
}

/** What a terminal says of itself. */
export interface TerminalFacts {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function remembering({ isTTY = false, columns = 80 }: TerminalFacts = {}): Remembered {
  let heard = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      heard += chunk.toString();
      done();
    },
  });
  return {
    stream: Object.assign(stream, { isTTY, columns }) as unknown as WriteStream,
    text: () => heard,
  };
}

/** As it is left out of what a child process wrote. */
export const withoutLastEnd = (text: string): string => text.replace(/\n$/, '');
