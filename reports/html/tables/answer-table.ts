// A grid as a table: scenarios by subjects, each cell its effect in the tone of its verdict, with name, word and interval at hand.
import { effectTexts } from '../../words/effect-texts.ts';
import type { AnswerGrid, GridCell, GridColumn, GridRow } from '../../words/grid.ts';
import { COMPARISON_WORDS } from '../../words/verdict-words.ts';
import type { Metric, ReportView } from '../../words/view.ts';
import { runtimeOf, styleOf } from '../../words/view.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';
import { evidenceOf } from './verdict-rows.ts';

/** Where the page shows the line of this subject in this block. Null: nowhere. */
export type LineOf = (row: GridRow, subject: string) => string | null;

export interface AnswerTable {
  readonly table: Html;
  /** Why each gap is there, in the order of their numbers. */
  readonly gaps: Html;
}

/** `id` is a part of all ids in it; `label` says what it is. */
export function answerTable(
  id: string,
  label: string,
  grid: AnswerGrid,
  view: ReportView,
  lineOf: LineOf,
): AnswerTable {
  const reasons = new Map<string, string[]>();
  const rows = grid.rows.map((row) => {
    const cells = row.cells.map((cell, at) => {
      const { subject } = grid.columns[at] ?? { subject: '' };
      if (cell?.kind !== 'gap') return cellView(cell, row, subject, view, lineOf);
      const places = reasons.get(cell.reason) ?? [];
      reasons.set(cell.reason, [...places, `${subject}: ${row.name}`]);
      const number = [...reasons.keys()].indexOf(cell.reason) + 1;
      return html`<td class="gap"><a href="#${id}-gap-${number}">\u2013<sup>${number}</sup><span>${subject} cannot</span></a>`;
    });
    return html`<tr data-grid="${view.blocks.indexOf(row.block)}"><th><a href="#${anchor('scenario', row.block.scenario.id)}">${row.name}</a> <small>${metricText(row.metric)}</small>${cells}
`;
  });
  const table = html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="answer" id="grid-${id}"><caption class="unseen">${label}</caption>
<thead>${headLines(grid.columns)}</thead><tbody>
${rows}</tbody></table></div>
`;
  return { table, gaps: gapList(id, reasons) };
}

/** Lower is better, if nothing else is said. */
function metricText({ title, better }: Metric): string {
  return better === 'lower' ? title : `${title}, higher is better`;
}

/** The runtimes, and beneath each its styles. */
function headLines(columns: readonly GridColumn[]): Html {
  const runs: { runtime: string; count: number }[] = [];
  for (const { subject } of columns) {
    const last = runs.at(-1);
    if (last?.runtime === runtimeOf(subject)) last.count++;
    else runs.push({ runtime: runtimeOf(subject), count: 1 });
  }
  return html`<tr><th rowspan="2" scope="col">Scenario</th>${runs.map(({ runtime, count }) => html`<th colspan="${count}" scope="colgroup">${runtime}</th>`)}</tr>
<tr>${columns.map(({ subject }) => html`<th scope="col" data-subject="${subject}">${styleOf(subject)}</th>`)}</tr>`;
}

function cellView(
  cell: Exclude<GridCell, { readonly kind: 'gap' }> | null,
  row: GridRow,
  subject: string,
  view: ReportView,
  lineOf: LineOf,
): Html {
  switch (cell?.kind) {
    case undefined:
      return html`<td>`;
    case 'reference':
      return html`<td class="quiet">ref.`;
    case 'alone':
      return html`<td class="quiet">alone`;
    case 'word': {
      const own = row.block.cells.find((each) => each.subject === subject);
      const other = row.block.cells.find((each) => each.subject === view.result.run.reference);
      const guilty = own?.verdict === 'equivalent' ? (other ?? own) : own;
      const target = guilty === undefined ? 'conformance' : evidenceOf(guilty);
      return html`<td class="${cell.word.name}"><a href="#${target}"><span>${subject} ${cell.word.word}</span></a>`;
    }
    case 'effect': {
      const { word, name } = COMPARISON_WORDS[cell.verdict];
      const { estimate, interval } = effectTexts(cell.effect, row.metric);
      const line = lineOf(row, subject);
      const told = html`${estimate}<span>${subject} ${word} ${interval}</span>`;
      return html`<td class="${name}">${line === null ? html`<b tabindex="0">${told}</b>` : html`<a href="#${line}">${told}</a>`}`;
    }
    default:
      return cell satisfies never;
  }
}

function gapList(id: string, reasons: ReadonlyMap<string, readonly string[]>): Html {
  if (reasons.size === 0) return html``;
  const count = [...reasons.values()].reduce((sum, places) => sum + places.length, 0);
  return html`<details class="gaps"><summary>\u2013 What a style cannot do: ${count} ${count === 1 ? 'gap' : 'gaps'}</summary><ol>${[
    ...reasons,
  ].map(
    ([reason, places], index) =>
      html`<li id="${id}-gap-${index + 1}">${reason === '' ? 'No reason is given.' : reason} <small>${places.join('; ')}</small>`,
  )}</ol></details>
`;
}
