// The limit as tables show it: every subject against it, the word of its verdict beside each number, and the kernel's share of the CPU time.
import type { Cell, Comparison, RunResult } from '../../harness/contract/result.ts';
import { effectTexts } from './effect-texts.ts';
import { formatShare } from './format.ts';
import { leadsOf } from './leads.ts';
import { COMPARISON_WORDS } from './verdict-words.ts';
import type { VerdictWord } from './verdict-words.ts';
import type { Metric, ReportView } from './view.ts';
import { viewOf } from './view.ts';

/** What a table says of a cell and the limit. `word` null: the cell is the limit. Without `texts` there is no number. */
export interface ToLimit {
  readonly word: VerdictWord | null;
  readonly texts: { readonly estimate: string; readonly interval: string } | null;
}

/** Null: the block has no limit, or this cell was not held against it. */
export type LimitOf = (cell: Cell, metric: Metric) => ToLimit | null;

/** Null where the run has no limit: then no table has a column of it. */
export function limitOf({ limit }: RunResult): LimitOf | null {
  if (limit === undefined) return null;
  const entries = new Map(
    limit.comparisons.map((entry) => [keyOf(entry, entry.subject, entry.metric), entry]),
  );
  const limits = new Set(limit.comparisons.map((entry) => keyOf(entry, entry.reference, '')));
  return (cell, metric) => {
    if (cell.side !== 'head') return null;
    if (limits.has(keyOf(cell, cell.subject, ''))) return { word: null, texts: null };
    const entry = entries.get(keyOf(cell, cell.subject, metric.id));
    return entry === undefined ? null : toLimit(entry, metric);
  };
}

function keyOf({ scenario, set }: Pick<Cell, 'scenario' | 'set'>, subject: string, metric: string): string {
  return JSON.stringify([scenario, set, subject, metric]);
}

function toLimit({ verdict, estimate, low, high }: Comparison, metric: Metric): ToLimit {
  const word = COMPARISON_WORDS[verdict];
  if (verdict === 'not-comparable' || estimate === null || low === null || high === null)
    return { word, texts: null };
  return { word, texts: effectTexts({ estimate, low, high }, metric) };
}

/** `slower 2.1× [2.0, 2.2]`; of the limit itself `limit`. */
export function limitText(found: ToLimit | null): string {
  if (found === null) return '';
  if (found.word === null) return 'limit';
  const { word, texts } = found;
  return texts === null ? word.word : `${word.word} ${texts.estimate} ${texts.interval}`;
}

/** The run as if the limit were its reference, with the blocks in which it takes part. Null: there is none. */
export function limitedView({ result }: ReportView): ReportView | null {
  const { limit } = result;
  if (limit === undefined) return null;
  const held = new Set(limit.comparisons.map((entry) => keyOf(entry, '', '')));
  return viewOf({
    ...result,
    run: { ...result.run, reference: limit.subject },
    comparisons: limit.comparisons,
    cells: result.cells.filter((cell) => held.has(keyOf(cell, '', ''))),
  });
}

/** `91 %` of the CPU time; empty where it is not known. */
export function kernelText({ cpuTime }: Cell): string {
  const share = cpuTime?.kernelShare ?? null;
  return share === null ? '' : percent(share);
}

/** What part of the cost is the kernel's: of the limit, and of the subject that stands for each runtime. Null: there is no limit, or nothing is known. */
export function kernelSentence(view: ReportView): string | null {
  const limited = limitedView(view);
  if (limited === null) return null;
  const subjects = [...new Set([limited.result.run.reference, ...leadsOf(view).values()])];
  const clauses = subjects.flatMap((subject) => {
    const shares = limited.blocks.flatMap(({ cells }) =>
      cells.flatMap((cell) => (cell.subject === subject ? (cell.cpuTime?.kernelShare ?? []) : [])),
    );
    return shares.length === 0 ? [] : [`${subject} ${spanText(shares.toSorted((a, b) => a - b))}`];
  });
  return clauses.length === 0 ? null : `The kernel's share of the CPU time: ${clauses.join('; ')}.`;
}

/** `91 %`, or `28 % to 98 % in 14 blocks, 91 % in the middle`. */
function spanText(sorted: readonly number[]): string {
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (sorted.length === 1) return percent(least);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${percent(least)} to ${percent(most)} in ${sorted.length} blocks, ${percent(middle)} in the middle`;
}

/** Whole percents: ticks tell no more. */
const percent = (share: number): string => formatShare(Math.round(share * 100) / 100);
