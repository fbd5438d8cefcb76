// Scenarios by subjects as a grid: each cell a verdict with its effect, by the first primary metric. Page and terminal draw the same one.
import type { Comparison } from '../../harness/contract/result.ts';
import type { ComparisonVerdict } from '../../harness/contract/verdict.ts';
import { derivedEffect } from './derived-effect.ts';
import type { Effect } from './effect-texts.ts';
import { COMPARISON_WORDS, CONFORMANCE_WORDS } from './verdict-words.ts';
import type { VerdictWord } from './verdict-words.ts';
import type { BlockView, Metric, ReportView } from './view.ts';

export interface GridColumn {
  readonly subject: string;
  /** The subject that it is compared with. Null: the reference of each block. */
  readonly against: string | null;
}
export type GridCell =
  | {
      readonly kind: 'effect';
      readonly verdict: ComparisonVerdict;
      readonly effect: Effect;
      /** The comparison is one of the result; null: it follows from two of them. */
      readonly entry: Comparison | null;
    }
  /** There is no number: the word says why. */
  | { readonly kind: 'word'; readonly word: VerdictWord }
  | { readonly kind: 'reference' }
  /** It was not compared: the other side is missing. */
  | { readonly kind: 'alone' }
  /** The style cannot do this. */
  | { readonly kind: 'gap'; readonly reason: string };

export interface GridRow {
  readonly block: BlockView;
  /** The title of the scenario, with the parameter set where it has several. */
  readonly name: string;
  readonly metric: Metric;
  /** Null: the subject is not part of the block. */
  readonly cells: readonly (GridCell | null)[];
}
export interface AnswerGrid {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly GridRow[];
}

/** Every subject against the reference; the reference has no column of its own where it is always the reference. */
export function answerGrid(view: ReportView): AnswerGrid {
  return gridOf(
    view,
    view.subjects.map((subject) => ({ subject, against: null })),
  );
}

/** Without columns and rows in which nothing is compared. */
export function gridOf(view: ReportView, columns: readonly GridColumn[]): AnswerGrid {
  const rows = view.blocks.flatMap((block): GridRow[] => {
    const metric = block.scenario.metrics.find((entry) => entry.primary) ?? block.scenario.metrics[0];
    if (metric === undefined) return [];
    const cells = columns.map((column) => cellAt(view, block, metric, column));
    return [{ block, name: nameOf(block, view), metric, cells }];
  });
  const kept = new Set(columns.flatMap((_, at) => (rows.some(({ cells }) => isTold(cells[at])) ? [at] : [])));
  const pick = <Item>(items: readonly Item[]): Item[] => items.filter((_, at) => kept.has(at));
  return {
    columns: pick(columns),
    rows: rows
      .filter(({ cells }) => cells.some(isTold))
      .map(({ block, name, metric, cells }) => ({ block, name, metric, cells: pick(cells) })),
  };
}

function nameOf({ scenario, set }: BlockView, { blocks }: ReportView): string {
  const sets = blocks.filter((block) => block.scenario === scenario).length;
  return sets > 1 ? `${scenario.title} ${set}` : scenario.title;
}

function isTold(cell: GridCell | null | undefined): boolean {
  return cell !== null && cell !== undefined && cell.kind !== 'reference' && cell.kind !== 'gap';
}

/** What the block compares with: where it lacks the reference of the run, another subject stands in. */
export function referenceIn(block: BlockView, view: ReportView): string {
  return view.comparisonsOf(block)[0]?.reference ?? view.result.run.reference;
}

function cellAt(
  view: ReportView,
  block: BlockView,
  metric: Metric,
  { subject, against }: GridColumn,
): GridCell | null {
  const base = against ?? referenceIn(block, view);
  const own = view.comparisonsOf(block).filter((entry) => entry.metric === metric.id);
  const cell = block.cells.find((candidate) => candidate.subject === subject);
  if (cell?.verdict === 'unsupported') return { kind: 'gap', reason: cell.reason };
  const direct = own.find((entry) => entry.subject === subject && entry.reference === base);
  if (direct !== undefined) return comparedCell(direct);
  if (cell === undefined) return null;
  if (cell.verdict !== 'equivalent' && cell.measurements.length === 0)
    return { kind: 'word', word: CONFORMANCE_WORDS[cell.verdict] };
  if (subject === base) return { kind: 'reference' };
  return derivedCell(own, subject, base, metric) ?? { kind: 'alone' };
}

function comparedCell(entry: Comparison): GridCell {
  const effect = effectOf(entry);
  if (effect === null) return { kind: 'word', word: COMPARISON_WORDS[entry.verdict] };
  return { kind: 'effect', verdict: entry.verdict, effect, entry };
}

/** From two comparisons with the same third subject. Null: there are none. What made one of them unclear, other than its width, holds here too. */
function derivedCell(
  own: readonly Comparison[],
  subject: string,
  base: string,
  metric: Metric,
): GridCell | null {
  const [left, right] = [subject, base].map((name) => own.find((entry) => entry.subject === name));
  const [reference] = [left?.reference ?? right?.reference];
  if (reference === undefined || (left === undefined && subject !== reference)) return null;
  if (right === undefined ? base !== reference : right.reference !== reference) return null;
  const neutral = metric.scale === 'ratio' ? 1 : 0;
  const itself = { estimate: neutral, low: neutral, high: neutral };
  const [one, other] = [left, right].map((entry) => (entry === undefined ? itself : effectOf(entry)));
  if (one === null || one === undefined || other === null || other === undefined)
    return { kind: 'word', word: COMPARISON_WORDS['not-comparable'] };
  const derived = derivedEffect(one, other, metric);
  const reserved = [left, right].some((entry) => entry?.verdict === 'unclear' && entry.reason !== '');
  return { kind: 'effect', ...derived, verdict: reserved ? 'unclear' : derived.verdict, entry: null };
}

/** What cannot be compared has no number, even when the result carries one. */
function effectOf({ verdict, estimate, low, high }: Comparison): Effect | null {
  if (verdict === 'not-comparable' || estimate === null || low === null || high === null) return null;
  return { estimate, low, high };
}
