// The same comparisons by style and by runtime: what a style costs within a runtime, and a runtime at the same style.
import { gridOf } from './grid.ts';
import type { AnswerGrid, GridColumn } from './grid.ts';
import { leadsOf, plainRuntimeOf } from './leads.ts';
import type { ReportView } from './view.ts';
import { runtimeOf, styleOf } from './view.ts';

export const PIVOTS = ['style', 'runtime'] as const;
export type PivotName = (typeof PIVOTS)[number];

/** Without those in which nothing is compared. */
export interface Pivot {
  /** What all its columns are of: a runtime, or a style. */
  readonly of: string;
  readonly grid: AnswerGrid;
}

export function pivotsOf(view: ReportView, name: PivotName): readonly Pivot[] {
  const made = name === 'style' ? byStyle(view) : byRuntime(view);
  return made
    .map(({ of, columns }) => ({ of, grid: gridOf(view, columns) }))
    .filter(({ grid }) => grid.rows.some(({ cells }) => cells.some((cell) => cell?.kind === 'effect')));
}

interface Columns {
  readonly of: string;
  readonly columns: readonly GridColumn[];
}

/** One a runtime: its other styles against the style that stands for it. */
function byStyle(view: ReportView): Columns[] {
  return [...leadsOf(view)].map(([runtime, against]) => ({
    of: runtime,
    columns: view.subjects
      .filter((subject) => plainRuntimeOf(subject) === runtime && subject !== against)
      .map((subject) => ({ subject, against })),
  }));
}

/** The styles that stand for their runtimes, then each style that several runtimes have. */
function byRuntime(view: ReportView): Columns[] {
  const leads = [...leadsOf(view).values()];
  const styles = view.styles.map((style) => ({
    of: style,
    own: view.subjects.filter((subject) => styleOf(subject) === style && !runtimeOf(subject).includes('+')),
  }));
  return [{ of: 'usual styles', own: leads }, ...styles]
    .filter(({ own }, index) => own.length > 1 && (index === 0 || String(own) !== String(leads)))
    .map(({ of, own: [against = '', ...others] }) => ({
      of,
      columns: others.map((subject) => ({ subject, against })),
    }));
}
