// Quotes a line for a person: short, on one line, without control characters.
import { visibleText } from '../../contract/visible-text.ts';

const QUOTED_CHARACTERS = 200;

/** At most 200 characters of `line`, unprintable ones escaped; says how much was cut. */
export function quoteLine(line: string): string {
  const shown = visibleText(line.slice(0, QUOTED_CHARACTERS));
  const cut = line.length - QUOTED_CHARACTERS;
  return cut > 0 ? `${shown}… (${cut} characters more)` : shown;
}
