// Quotes a line for a person: short, on one line, without control characters.

const QUOTED_CHARACTERS = 200;

/** Control characters, line separators, bidirectional overrides, invisible characters and lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** At most 200 characters of `line`, unprintable ones escaped; says how much was cut. */
export function quoteLine(line: string): string {
  const shown = line.slice(0, QUOTED_CHARACTERS).replaceAll(UNPRINTABLE, escapeCharacter);
  const cut = line.length - QUOTED_CHARACTERS;
  return cut > 0 ? `${shown}… (${cut} characters more)` : shown;
}

function escapeCharacter(character: string): string {
  if (character === '\t') return '\\t';
  if (character === '\r') return '\\r';
  if (character === '\n') return '\\n';
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
