// Breaks prose at blanks, so that no line is wider than the terminal.
import { visibleText } from '../contract/visible-text.ts';
import { cellsOf } from './colour.ts';

/** Each line begins with `indent`. A word that is wider than a line stands alone. `width` null: one line. */
export function wrapped(text: string, width: number | null, indent = ''): string[] {
  const shown = visibleText(text);
  if (width === null) return [`${indent}${shown}`];
  const lines: string[] = [];
  let line = indent;
  for (const word of shown.split(' ')) {
    const longer = line === indent ? `${indent}${word}` : `${line} ${word}`;
    if (line !== indent && cellsOf(longer) > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line];
}
