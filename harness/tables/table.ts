// Tables for the terminal: padded columns that fit the width by leaving out the least important ones.
import { visibleText } from '../contract/visible-text.ts';
import type { Paint, Shade } from './colour.ts';
import { cellsOf } from './colour.ts';
import { wrapped } from './wrap.ts';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** 0 always stays; the largest number is left out first. */
  readonly priority: number;
}

/** A text and how it is painted. Painting never changes the layout. */
export interface PaintedText {
  readonly text: string;
  readonly shade: Shade;
}
export type TableCell = string | PaintedText;

/** A row of cells, or a line across the whole table. */
export type Row = readonly TableCell[] | { readonly heading: string } | TellingRow;

/** A row one of whose texts must be read even where its column is left out: then it stands beneath the row. */
export interface TellingRow {
  readonly cells: readonly TableCell[];
  readonly telling: number;
}

const GAP = '  ';
const BENEATH = '      ';
/** Below this a cut text says nothing any more. */
const NARROWEST_COLUMN = 8;

/** `width` in cells; null means as wide as it gets. Lines are never wider: what still does not fit is cut with `…`. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly Row[],
  width: number | null,
  paint: Paint,
): string[] {
  const widths = columns.map(({ title }, index) => columnWidth(title, rows, index));
  const kept = fitting(columns, widths, width ?? Number.POSITIVE_INFINITY);
  const line = (cells: readonly TableCell[]): string =>
    kept
      .map((index) => padded(cells[index] ?? '', columns[index]?.align ?? 'left', widths[index] ?? 0, paint))
      .join(GAP)
      .trimEnd();
  const titles = columns.map(({ title }): TableCell => ({ text: title, shade: 'dim' }));
  const body = rows.flatMap((row) => {
    if ('heading' in row) return [paint('bold', cut(visibleText(row.heading), width))];
    const cells = cellsIn(row);
    const told = 'telling' in row && !kept.includes(row.telling) ? textOf(cells[row.telling] ?? '') : '';
    const beneath = told === '' ? [] : wrapped(told, width, BENEATH);
    return [line(cells), ...beneath.map((text) => paint('dim', text))];
  });
  return [line(titles), ...body].filter((text, index) => index > 0 || cellsOf(text) > 0);
}

function cellsIn(row: Row): readonly TableCell[] {
  if ('heading' in row) return [];
  return 'cells' in row ? row.cells : row;
}

function columnWidth(title: string, rows: readonly Row[], index: number): number {
  const lengths = rows.map((row) => cellsOf(textOf(cellsIn(row)[index] ?? '')));
  return Math.max(cellsOf(title), ...lengths, 0);
}

/** The indices that stay. When even the essential ones are too wide, the widest of them gives way. */
function fitting(columns: readonly Column[], widths: number[], width: number): readonly number[] {
  const kept = new Set(columns.keys());
  const total = (): number =>
    [...kept].reduce((sum, index) => sum + (widths[index] ?? 0), 0) + GAP.length * (kept.size - 1);
  const droppable = [...columns.entries()]
    .filter(([, { priority }]) => priority > 0)
    .sort(([i, a], [j, b]) => b.priority - a.priority || j - i);
  for (const [index] of droppable) {
    if (total() <= width) break;
    kept.delete(index);
  }
  const excess = total() - width;
  const widest = [...kept].reduce(
    (best, index) => ((widths[index] ?? 0) > (widths[best] ?? 0) ? index : best),
    0,
  );
  if (excess > 0) widths[widest] = Math.max(NARROWEST_COLUMN, (widths[widest] ?? 0) - excess);
  return [...kept];
}

function padded(cell: TableCell, align: Column['align'], width: number, paint: Paint): string {
  const text = cut(textOf(cell), width);
  const space = ' '.repeat(Math.max(0, width - cellsOf(text)));
  const shown = typeof cell === 'string' || text === '' ? text : paint(cell.shade, text);
  return align === 'left' ? shown + space : space + shown;
}

function textOf(cell: TableCell): string {
  return visibleText(typeof cell === 'string' ? cell : cell.text);
}

/** Shortens from the end, with a sign that something is missing. */
export function cut(text: string, width: number | null): string {
  if (width === null || cellsOf(text) <= width) return text;
  return `${Array.from(text)
    .slice(0, Math.max(0, width - 1))
    .join('')}…`;
}
