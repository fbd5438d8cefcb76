// The answer in sentences, from verdicts alone: each names or counts every verdict that it stands for, an unclear one too.
import { effectTexts } from './effect-texts.ts';
import { formatRatio } from './format.ts';
import type { AnswerGrid, GridCell, GridRow } from './grid.ts';
import { answerGrid } from './grid.ts';
import { counted } from './headline-sentences.ts';
import { leadsOf } from './leads.ts';
import type { Pivot, PivotName } from './pivots.ts';
import { COMPARISON_WORDS } from './verdict-words.ts';
import type { VerdictWord } from './verdict-words.ts';
import type { ReportView } from './view.ts';

/** A text, or the word of a verdict within the sentence. */
export interface SentencePart {
  readonly text: string;
  readonly word?: VerdictWord;
}
export type Sentence = readonly SentencePart[];

/** `named`: more places than this are counted, with the range of their effects. */
interface Length {
  readonly named: number;
  /** With intervals and the titles of metrics. */
  readonly whole: boolean;
}
const LONG: Length = { named: 3, whole: true };
const SHORT: Length = { named: 3, whole: false };
const COUNTED: Length = { named: 1, whole: false };

export function sentenceText(sentence: Sentence): string {
  return sentence.map(({ text }) => text).join('');
}

/** `python/coroutines against node/promises: slower in 7 of 11 comparisons, faster in 3, unclear in 1.` Null: nothing is compared. */
export function headlineSentence(view: ReportView): Sentence | null {
  if (view.result.comparisons.length === 0) return null;
  const grid = answerGrid(view);
  const leads = columnsFor(grid, [...leadsOf(view).values()].slice(1));
  const all = { subject: 'All subjects', places: [...grid.columns.keys()] };
  const heads = leads.length === 0 ? [all] : leads.map(({ subject, at }) => ({ subject, places: [at] }));
  const clauses = heads.flatMap(({ subject, places }): Sentence[] => {
    const found = groupsOf(grid, places);
    const all = found.reduce((sum, { cells }) => sum + cells.length, 0);
    if (all === 0) return [];
    const counts = found.flatMap(({ word, cells }, index) => [
      { text: index === 0 ? '' : ', ' },
      { text: WORDS[word.name] ?? word.word, word },
      { text: index === 0 ? ` in ${cells.length} of ${counted(all, 'comparison')}` : ` in ${cells.length}` },
    ]);
    return [[{ text: `${subject} against ${view.result.run.reference}: ` }, ...counts]];
  });
  return clauses.length === 0 ? null : [...joined(clauses, '; '), { text: '.' }];
}

export interface FamilySentence {
  readonly family: string;
  readonly sentence: Sentence;
}

/** One a family: the subject that stands for each runtime with its effects, all others counted. */
export function familySentences(
  view: ReportView,
  length: 'long' | 'short' = 'long',
): readonly FamilySentence[] {
  const how = length === 'long' ? LONG : SHORT;
  const grid = answerGrid(view);
  const leads = [...leadsOf(view).values()];
  const families = [...new Set(grid.rows.map(({ block }) => block.scenario.family))];
  return families.map((family) => {
    const rows = grid.rows.filter(({ block }) => block.scenario.family === family);
    const part = { columns: grid.columns, rows };
    const named = columnsFor(grid, leads);
    const clauses = named
      .map(({ subject, at }) => clauseOf(subject, groupsOf(part, [at]), how))
      .filter((clause) => clause.length > 0);
    const rest = grid.columns.flatMap((_, at) => (named.some((one) => one.at === at) ? [] : [at]));
    const others = countsOf(groupsOf(part, rest));
    const told = clauses.length === 0 ? [] : [joined(clauses, '; ')];
    const counts = others.length === 0 ? [] : [[{ text: 'other subjects: ' }, ...others]];
    return { family, sentence: [...joined([...told, ...counts], '; '), { text: '.' }] };
  });
}

/** What the styles of a runtime cost, or the runtimes at one style: `The styles of python against python/coroutines: ..` */
export function pivotSentence({ of, grid }: Pivot, name: PivotName): Sentence {
  const against = grid.columns[0]?.against ?? '';
  const lead =
    name === 'style'
      ? `The styles of ${of} against ${against}: `
      : `The runtimes at ${of} against ${against}: `;
  const clauses = grid.columns
    .map(({ subject }, at) => clauseOf(subject, groupsOf(grid, [at]), COUNTED))
    .filter((clause) => clause.length > 0);
  return [{ text: lead }, ...joined(clauses, '; '), { text: '.' }];
}

/** How a verdict reads where it is said of a subject. */
const WORDS: Readonly<Record<string, string>> = {
  same: 'the same',
  divergent: 'different',
  'known-divergence': 'different as known',
  'stale-divergence': 'no longer different as known',
};

interface Told {
  readonly row: GridRow;
  readonly cell: GridCell;
}
interface Group {
  readonly word: VerdictWord;
  readonly cells: readonly Told[];
}

function columnsFor(
  grid: AnswerGrid,
  leads: readonly string[],
): readonly { readonly subject: string; readonly at: number }[] {
  return grid.columns.flatMap(({ subject }, at) => (leads.includes(subject) ? [{ subject, at }] : []));
}

/** The cells of these columns by their verdict: slower and faster, then what has no such verdict. */
function groupsOf(grid: AnswerGrid, places: readonly number[]): readonly Group[] {
  const all = grid.rows.flatMap((row) =>
    places.flatMap((at): { told: Told; word: VerdictWord }[] => {
      const cell = row.cells[at] ?? null;
      const word = cell === null ? null : wordOf(cell);
      return cell === null || word === null ? [] : [{ told: { row, cell }, word }];
    }),
  );
  const words = [...new Set(all.map(({ word }) => word))].sort((a, b) => placeOf(a) - placeOf(b));
  return words.map((word) => ({
    word,
    cells: all.flatMap((each) => (each.word === word ? [each.told] : [])),
  }));
}

const ORDER = ['slower', 'faster', 'same', 'unclear', 'not-comparable'];

function placeOf({ name, rank }: VerdictWord): number {
  const at = ORDER.indexOf(name);
  return at === -1 ? ORDER.length + rank : at;
}

/** Null: the cell says nothing of the subject. */
function wordOf(cell: GridCell): VerdictWord | null {
  if (cell.kind === 'effect') return COMPARISON_WORDS[cell.verdict];
  return cell.kind === 'word' ? cell.word : null;
}

/** `python/coroutines: slower at TCP echo (2.78× [2.15, 3.57] time per round trip), faster at ..` Empty: nothing is told. */
function clauseOf(subject: string, groups: readonly Group[], how: Length): Sentence {
  if (groups.length === 0) return [];
  const parts = groups.flatMap(
    ({ word, cells }, index): Sentence => [
      { text: index === 0 ? '' : ', ' },
      { text: WORDS[word.name] ?? word.word, word },
      {
        text: ` ${cells.length > how.named ? manyText(cells) : `at ${cells.map((told) => placeText(told, how)).join(', ')}`}`,
      },
    ],
  );
  return [{ text: `${subject}: ` }, ...parts];
}

function countsOf(groups: readonly Group[]): Sentence {
  return groups.flatMap(({ word, cells }, index) => [
    { text: `${index === 0 ? '' : ', '}${cells.length} ` },
    { text: WORDS[word.name] ?? word.word, word },
  ]);
}

function placeText({ row, cell }: Told, { whole }: Length): string {
  if (cell.kind !== 'effect') return row.name;
  const { estimate, interval } = effectTexts(cell.effect, row.metric);
  return `${row.name} (${whole ? `${estimate} ${interval} ${row.metric.title}` : estimate})`;
}

/** `at 9 (1.20× to 12.3×)` */
function manyText(cells: readonly Told[]): string {
  const ratios = cells
    .flatMap(({ row, cell }) => (row.metric.scale === 'ratio' && cell.kind === 'effect' ? [cell.effect] : []))
    .toSorted((a, b) => a.estimate - b.estimate);
  const [least, most] = [ratios[0], ratios.at(-1)];
  const count = counted(cells.length, 'place');
  if (least === undefined || most === undefined || ratios.length < cells.length) return `at ${count}`;
  const [from, to] = [least, most].map(({ estimate, low, high }) => formatRatio(estimate, low, high));
  return `at ${count} (${from} to ${to})`;
}

function joined(sentences: readonly Sentence[], by: string): Sentence {
  return sentences.flatMap((sentence, index) => (index === 0 ? sentence : [{ text: by }, ...sentence]));
}
