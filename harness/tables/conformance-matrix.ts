// Which subject kept which scenario's contract, as a matrix that fits the terminal: one glyph a cell, runtimes side by side.
import { CONFORMANCE_WORDS } from '../../reports/words/verdict-words.ts';
import { runtimeOf, styleOf, viewOf } from '../../reports/words/view.ts';
import type { BlockView, ReportView } from '../../reports/words/view.ts';
import type { RunResult } from '../contract/result.ts';
import { cellsOf } from './colour.ts';
import type { Paint } from './colour.ts';
import { renderTable } from './table.ts';
import { painted } from './verdict-table.ts';

/** Where the first two letters are those of two styles. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['callbacks', 'cb'],
  ['protocols', 'pt'],
]);

/** One table a runtime when they do not fit side by side. `width` null: `--wide`. */
export function conformanceMatrix(result: RunResult, width: number | null, paint: Paint): string[] {
  const view = viewOf(result);
  const runtimes = [...new Set(view.subjects.map(runtimeOf))];
  const together = matrix(view, runtimes, paint);
  const fits = width === null || together.every((line) => cellsOf(line) <= width);
  const tables = fits ? [together] : runtimes.map((runtime) => matrix(view, [runtime], paint));
  return [...tables.flatMap((lines) => lines.concat('')), ...legend(view, width ?? 100, paint)];
}

function matrix(view: ReportView, runtimes: readonly string[], paint: Paint): string[] {
  const groups = runtimes.map((runtime) => ({ runtime, subjects: subjectsIn(view, runtime) }));
  const columns = [
    { title: '', align: 'left' as const, priority: 0 },
    ...runtimes.map((title) => ({ title, align: 'left' as const, priority: 0 })),
  ];
  const styles = groups.map(({ subjects }) => paint('dim', subjects.map(shortOf).join(' ')));
  const rows = view.blocks.map((block) => rowOf(block, groups, paint));
  return renderTable(columns, [['', ...styles], ...rows], null, paint);
}

interface Group {
  readonly runtime: string;
  readonly subjects: readonly string[];
}

function rowOf({ scenario, set, cells }: BlockView, groups: readonly Group[], paint: Paint): string[] {
  const glyphOf = (subject: string): string => {
    const cell = cells.find((candidate) => candidate.subject === subject);
    if (cell === undefined) return '  ';
    const word = CONFORMANCE_WORDS[cell.verdict];
    return `${paint(painted(word).shade, word.glyph)} `;
  };
  return [`${scenario.id} ${set}`, ...groups.map(({ subjects }) => subjects.map(glyphOf).join(' '))];
}

function subjectsIn(view: ReportView, runtime: string): string[] {
  return view.subjects
    .filter((subject) => runtimeOf(subject) === runtime)
    .sort((a, b) => view.styles.indexOf(styleOf(a)) - view.styles.indexOf(styleOf(b)));
}

function legend(view: ReportView, width: number, paint: Paint): string[] {
  const styles = view.styles.filter((style) => view.subjects.some((subject) => styleOf(subject) === style));
  const verdicts = new Set(view.blocks.flatMap(({ cells }) => cells.map(({ verdict }) => verdict)));
  const words = [...verdicts].map((verdict) => CONFORMANCE_WORDS[verdict]).sort((a, b) => b.rank - a.rank);
  return [
    ...folded(
      words.map(({ glyph, word }) => `${glyph} ${word}`),
      width,
    ),
    ...folded(
      styles.map((style) => `${shortOf(`/${style}`)} ${style}`),
      width,
    ),
  ].map((line) => paint('dim', line));
}

/** Joins phrases into lines that are not wider than `width`. */
function folded(phrases: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const phrase of phrases) {
    const last = lines.at(-1);
    if (last !== undefined && cellsOf(last) + 3 + cellsOf(phrase) <= width)
      lines[lines.length - 1] = `${last} · ${phrase}`;
    else lines.push(phrase);
  }
  return lines;
}

function shortOf(subject: string): string {
  const style = styleOf(subject);
  return SHORT.get(style) ?? style.slice(0, 2);
}
