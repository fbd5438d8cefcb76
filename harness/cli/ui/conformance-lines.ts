// The judgement of a runner in the terminal: its lines, as wide as they may be, with a sign for each clause.
import type { ClauseStatus, Conformance } from '../../contract/conformance.ts';
import { visibleIn } from '../../contract/visible-text.ts';
import { reportLines } from '../../conform/report-lines.ts';
import type { Shade } from '../../tables/colour.ts';
import type { Terminal } from './terminal.ts';
import { wrapped } from '../../tables/wrap.ts';

const SIGNS: Readonly<Record<ClauseStatus, readonly [string, Shade]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  'not-applicable': ['–', 'dim'],
  'not-judged': ['?', 'yellow'],
};

export function conformanceLines(
  conformance: Conformance,
  verbose: boolean,
  { columns, paintOut }: Terminal,
): string[] {
  return reportLines(visibleIn(conformance), verbose).flatMap(({ text, indent, status, whole }) => {
    const lines = wrapped(text, whole ? null : columns, ' '.repeat(indent));
    if (status === null) return lines;
    const [sign, shade] = SIGNS[status];
    return lines.map((line, i) => (i === 0 ? `${paintOut(shade, sign)}${line.slice(1)}` : line));
  });
}
