// Splits what arrives on stdin into lines, in bounded memory.
import { MAX_LINE_BYTES } from './read-message.ts';

const LINE_FEED = 10;

/** Calls `onLine` with the text of each whole line; with null for one that is too long or not UTF-8. */
export function splitLines(onLine: (line: string | null) => void): (chunk: Uint8Array) => void {
  let pieces: Uint8Array[] = [];
  let length = 0;

  function end(): void {
    const line = length > MAX_LINE_BYTES ? null : decoded(Buffer.concat(pieces));
    pieces = [];
    length = 0;
    onLine(line);
  }

  return (chunk) => {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      take(chunk.subarray(from, at));
      end();
      from = at + 1;
    }
    take(chunk.subarray(from));
  };

  function take(piece: Uint8Array): void {
    length += piece.length;
    if (length > MAX_LINE_BYTES) pieces = [];
    else if (piece.length > 0) pieces.push(piece);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
