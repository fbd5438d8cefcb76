// JSON that others wrote: parsed where it is no deeper than what reads it can go.

/** What evenloop writes is not 30 deep. Who walks through a value calls itself for each level. */
const MOST_DEPTH = 200;

/** In the words of a sentence whose subject is the file. */
export const TOO_DEEP = `it has lists and objects more than ${MOST_DEPTH} deep`;

/** Throws a `SyntaxError`, of which `TOO_DEEP` is the message where that is the reason. */
export function parseForeignJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(TOO_DEEP);
  return JSON.parse(text);
}

/** Why a text was refused, in words whose subject is the file. */
export const jsonTrouble = (error: unknown): string =>
  error instanceof Error && error.message === TOO_DEEP ? TOO_DEEP : 'it is not JSON';

/** Brackets in texts are none. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfText(text, at + 1);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        if (++depth > MOST_DEPTH) return true;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth--;
    }
  }
  return false;
}

/** The position of the quote that ends the text; the length of everything where none does. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - escapes - 1) === BACKSLASH && at - escapes - 1 >= from) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
