// Splits a byte stream into lines in bounded memory: what comes out of a runner may be anything.
import { MAX_LINE_BYTES } from '../../contract/message.ts';

/** How much of a line that is too long is kept, to be quoted. */
const OVERSIZE_PREFIX_BYTES = 512;
/** A line that comes in byte by byte is put together now and then, so that the pieces cost no more than the line. */
const MAX_PIECES = 1024;
const NEWLINE = 0x0a;

export type RunnerLine =
  | { readonly kind: 'line'; readonly text: string }
  /** Longer than the limit: told as soon as that is known; the rest of it is dropped. */
  | { readonly kind: 'oversize'; readonly prefix: string }
  | { readonly kind: 'not-utf8'; readonly text: string }
  /** The stream ended in the middle of a line. */
  | { readonly kind: 'partial'; readonly text: string };

export interface LineSplitter {
  push(chunk: Uint8Array): void;
  end(): void;
}

/** Calls `onLine` for every line of what is pushed. Never holds more than `limitBytes` and one chunk. */
export function splitLines(
  onLine: (line: RunnerLine) => void,
  limitBytes: number = MAX_LINE_BYTES,
): LineSplitter {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let dropping = false;

  const take = (piece: Uint8Array): void => {
    if (dropping || piece.length === 0) return;
    held.push(piece);
    heldBytes += piece.length;
    if (held.length > MAX_PIECES) held = [Buffer.concat(held)];
    if (heldBytes <= limitBytes) return;
    onLine({ kind: 'oversize', prefix: lenient(Buffer.concat(held).subarray(0, OVERSIZE_PREFIX_BYTES)) });
    dropping = true;
    clear();
  };
  const clear = (): void => {
    held = [];
    heldBytes = 0;
  };

  return {
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
        take(chunk.subarray(from, at));
        if (!dropping) onLine(decoded(Buffer.concat(held)));
        dropping = false;
        clear();
        from = at + 1;
      }
      // A copy: a small rest would keep the whole chunk alive.
      take(chunk.slice(from));
    },
    end() {
      if (heldBytes > 0) onLine({ kind: 'partial', text: lenient(Buffer.concat(held)) });
      clear();
    },
  };
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): RunnerLine {
  try {
    return { kind: 'line', text: strictDecoder.decode(bytes) };
  } catch {
    return { kind: 'not-utf8', text: lenient(bytes) };
  }
}

const lenient = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
