// Tables as CSV (RFC 4180), for spreadsheets that must not take any text for a formula.
import { visibleLines } from '../../harness/contract/visible-text.ts';

export function csv(
  headings: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return [headings, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** Spreadsheets run what begins like this; an apostrophe makes it a text. Numbers are ours and stay as they are. */
const ACTIVE = /^[=+\-@\t\r]/u;

function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const shown = visibleLines(value);
  const text = ACTIVE.test(value) ? `'${shown}` : shown;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
