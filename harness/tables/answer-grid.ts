// The answer in the terminal as a grid: scenarios by subjects, a band for each runtime, and the sentences that say the same.
import {
  familySentences,
  headlineSentence,
  pivotSentence,
  sentenceText,
} from '../../reports/words/answer-sentences.ts';
import { effectTexts } from '../../reports/words/effect-texts.ts';
import { answerGrid } from '../../reports/words/grid.ts';
import type { AnswerGrid, GridCell, GridRow } from '../../reports/words/grid.ts';
import { kernelSentence, limitedView } from '../../reports/words/limit.ts';
import { plainRuntimeOf } from '../../reports/words/leads.ts';
import { pivotsOf } from '../../reports/words/pivots.ts';
import type { PivotName } from '../../reports/words/pivots.ts';
import { COMPARISON_WORDS } from '../../reports/words/verdict-words.ts';
import { runtimeOf, styleOf, viewOf } from '../../reports/words/view.ts';
import type { ReportView } from '../../reports/words/view.ts';
import type { RunResult } from '../contract/result.ts';
import { cellsOf } from './colour.ts';
import type { Paint } from './colour.ts';
import { cut, renderTable } from './table.ts';
import type { Row, TableCell } from './table.ts';
import { painted } from './verdict-table.ts';
import { wrapped } from './wrap.ts';

/** Names of scenarios get no more than this where the width is limited. */
const WIDEST_NAME = 30;
const GAP = 2;

/** `width` null: `--wide`. */
export function answerLines(result: RunResult, width: number | null, paint: Paint): string[] {
  const view = viewOf(result);
  const grid = answerGrid(view);
  if (grid.rows.length === 0) return [];
  return [
    ...gridLines(grid, width, paint),
    paint('dim', cut(`to ${result.run.reference}; ${legend(grid)}`, width)),
    ...limitLines(view, width, paint),
  ];
}

/** The same subjects against the limit of the run, and what part of the cost is the kernel's. Empty: it has no limit. */
function limitLines(view: ReportView, width: number | null, paint: Paint): string[] {
  const limited = limitedView(view);
  const grid = limited === null ? null : answerGrid(limited);
  if (limited === null || grid === null || grid.rows.length === 0) return [];
  const sentence = kernelSentence(view);
  return [
    '',
    ...gridLines(grid, width, paint),
    paint('dim', cut(`to the limit, ${limited.result.run.reference}; ${legend(grid)}`, width)),
    ...(sentence === null ? [] : wrapped(sentence, width)),
  ];
}

/** The headline and a sentence for each family. Empty: nothing is compared. */
export function answerSentences(result: RunResult, width: number | null): string[] {
  const view = viewOf(result);
  const headline = headlineSentence(view);
  if (headline === null) return [];
  const families = familySentences(view, 'short').map(
    ({ family, sentence }) => `${family} – ${sentenceText(sentence)}`,
  );
  return [...families, sentenceText(headline)].flatMap((sentence) => wrapped(sentence, width));
}

export function pivotLines(result: RunResult, name: PivotName, width: number | null, paint: Paint): string[] {
  const pivots = pivotsOf(viewOf(result), name);
  if (pivots.length === 0) return [`Nothing is compared by ${name}.`];
  return apart(
    pivots.map((pivot) => {
      const { columns } = pivot.grid;
      const key = paint('dim', cut(`to ${columns[0]?.against ?? ''}; ${legend(pivot.grid)}`, width));
      const sentence = wrapped(sentenceText(pivotSentence(pivot, name)), width);
      return gridLines(pivot.grid, width, paint, pivot.of).concat(key, sentence);
    }),
  );
}

/** With an empty line between the parts. */
function apart(parts: readonly (readonly string[])[]): string[] {
  return parts.flatMap((lines, index) => (index === 0 ? lines : [''].concat(lines)));
}

interface Band {
  readonly title: string;
  readonly places: readonly number[];
}

/** `title` null: that of each band is its runtime, and its columns are the styles. */
function gridLines(
  grid: AnswerGrid,
  width: number | null,
  paint: Paint,
  title: string | null = null,
): string[] {
  const longest = Math.max(...grid.rows.map(({ name }) => cellsOf(name)));
  const name = width === null ? longest : Math.min(longest, WIDEST_NAME);
  const bands = bandsOf(grid, title, width === null ? null : width - name);
  return apart(bands.map((band) => bandLines(grid, band, { name, width, whole: title !== null }, paint)));
}

/** Columns side by side while they fit: those of a runtime together. */
function bandsOf(grid: AnswerGrid, title: string | null, room: number | null): readonly Band[] {
  const bands: { title: string; places: number[]; used: number }[] = [];
  for (const [at, { subject }] of grid.columns.entries()) {
    const own = title ?? plainRuntimeOf(subject);
    const needed = columnWidth(grid, at, title !== null) + GAP;
    const last = bands.at(-1);
    if (last?.title === own && (room === null || last.used + needed <= room)) {
      last.places.push(at);
      last.used += needed;
    } else bands.push({ title: own, places: [at], used: needed });
  }
  return bands;
}

function columnWidth(grid: AnswerGrid, at: number, whole: boolean): number {
  const texts = grid.rows.map((row) => textOf(cellText(row, row.cells[at] ?? null)));
  return Math.max(...[labelOf(grid.columns[at]?.subject ?? '', whole), ...texts].map(cellsOf));
}

interface Frame {
  readonly name: number;
  readonly width: number | null;
  /** Columns of several runtimes: their heads name them. */
  readonly whole: boolean;
}

function bandLines(
  grid: AnswerGrid,
  { title, places }: Band,
  { name, width, whole }: Frame,
  paint: Paint,
): string[] {
  const columns = places.map((at) => ({
    title: labelOf(grid.columns[at]?.subject ?? '', whole),
    align: 'right' as const,
    priority: 0,
  }));
  const rows = grid.rows.flatMap((row): Row[] => {
    const cells = places.map((at) => row.cells[at] ?? null);
    if (cells.every((cell) => cell === null || cell.kind === 'gap')) return [];
    return [[cut(row.name, name).padEnd(name), ...cells.map((cell) => cellText(row, cell))]];
  });
  return renderTable([{ title, align: 'left', priority: 0 }, ...columns], rows, width, paint);
}

/** The style, or the variant: `coroutines`, `+toppad`. */
function labelOf(subject: string, whole: boolean): string {
  if (whole) return subject;
  const [, variant] = runtimeOf(subject).split('+');
  return variant === undefined ? styleOf(subject) : `+${variant}`;
}

function cellText({ metric }: GridRow, cell: GridCell | null): TableCell {
  switch (cell?.kind) {
    case undefined:
      return '';
    case 'effect': {
      const word = painted(COMPARISON_WORDS[cell.verdict]);
      const glyph = COMPARISON_WORDS[cell.verdict].glyph;
      return { ...word, text: `${glyph} ${effectTexts(cell.effect, metric).estimate}` };
    }
    case 'word':
      return painted(cell.word);
    case 'reference':
      return { text: 'reference', shade: 'dim' };
    case 'alone':
      return { text: 'alone', shade: 'dim' };
    case 'gap':
      return { text: '–', shade: 'dim' };
    default:
      return cell satisfies never;
  }
}

function textOf(cell: TableCell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** The signs that stand in this grid, in words. */
function legend(grid: AnswerGrid): string {
  const cells = grid.rows.flatMap((row) => row.cells);
  const verdicts = Object.values(COMPARISON_WORDS).filter(({ name }) =>
    cells.some((cell) => cell?.kind === 'effect' && cell.verdict === name),
  );
  const gap = cells.some((cell) => cell?.kind === 'gap') ? ['– the style cannot do it'] : [];
  return [...verdicts.map(({ glyph, word }) => `${glyph} ${word}`), ...gap].join(', ');
}
