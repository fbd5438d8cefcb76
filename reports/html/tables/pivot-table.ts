// The pivots as one table: scenarios by pairs of subjects, each cell the word of its verdict with effect and interval.
import { effectTexts } from '../../words/effect-texts.ts';
import type { AnswerGrid, GridCell, GridRow } from '../../words/grid.ts';
import { COMPARISON_WORDS } from '../../words/verdict-words.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

export function pivotTable(label: string, grid: AnswerGrid): Html {
  const rows = grid.rows.map(
    (row) => html`<tr><th>${row.name}${row.cells.map((cell) => cellView(cell, row))}
`,
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="pivot"><caption class="unseen">${label}</caption>
<thead><tr><th>Scenario${grid.columns.map(({ subject, against }) => html`<th>${subject}<br>against ${against ?? ''}`)}<tbody>
${rows}</table></div>
`;
}

function cellView(cell: GridCell | null, { metric }: GridRow): Html {
  if (cell?.kind === 'word') return html`<td class="${cell.word.name}">${cell.word.word}`;
  if (cell?.kind !== 'effect') return html`<td>`;
  const { estimate, interval } = effectTexts(cell.effect, metric);
  const { name, word } = COMPARISON_WORDS[cell.verdict];
  return html`<td class="${name}">${word} <b>${estimate}</b> ${interval}`;
}
