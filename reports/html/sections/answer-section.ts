// The answer: one sentence a family, then all scenarios by all subjects in one grid.
import { familySentences } from '../../words/answer-sentences.ts';
import type { Sentence } from '../../words/answer-sentences.ts';
import { formatLevel } from '../../words/format.ts';
import { answerGrid } from '../../words/grid.ts';
import { kernelSentence, limitedView } from '../../words/limit.ts';
import type { ReportView } from '../../words/view.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { answerTable } from '../tables/answer-table.ts';
import type { LineOf } from '../tables/answer-table.ts';
import type { VerdictRows } from '../tables/verdict-rows.ts';
import { verdictMark } from '../verdict-mark.ts';
import { COMPARISON_WORDS } from '../../words/verdict-words.ts';

export function answerSection(view: ReportView, rows: VerdictRows): Html {
  const grid = answerGrid(view);
  if (grid.rows.length === 0) return html``;
  const { table, gaps } = answerTable(
    'all',
    `All subjects against ${view.result.run.reference}`,
    grid,
    view,
    lineIn(view, rows),
  );
  const sentences = familySentences(view).map(
    ({ family, sentence }) => html`<li><b>${family}</b> ${sentenceView(sentence)}</li>
`,
  );
  return html`<section id="answer" aria-label="The answer"><ul class="sentences">
${sentences}</ul>
<p class="key">To <b>${view.result.run.reference}</b>, by the first metric of each scenario: ${key(view)}${levelText(view)}</p>
${table}${gaps}${limitPart(view)}</section>`;
}

/** The same grid against the limit. Nothing where the run has none. */
function limitPart(view: ReportView): Html | null {
  const limited = limitedView(view);
  const grid = limited === null ? null : answerGrid(limited);
  if (limited === null || grid === null || grid.rows.length === 0) return null;
  const { reference } = limited.result.run;
  const { table, gaps } = answerTable('limit', 'All subjects against the limit', grid, limited, () => null);
  return html`
<p class="key">Ratio to the limit, <b>${reference}</b>: ${key(limited)}${levelText(limited)} ${kernelSentence(view)}</p>
${table}${gaps}`;
}

/** The words of verdicts in their tone, the intervals quiet. */
export function sentenceView(sentence: Sentence): Html {
  return html`${sentence.map(({ text, word }) => (word === undefined ? text : html`<b class="${word.tone}">${text}</b>`))}`;
}

function key(view: ReportView): Html {
  const used = new Set(
    view.result.comparisons.filter(({ primary }) => primary).map(({ verdict }) => verdict),
  );
  return html`${Object.values(COMPARISON_WORDS)
    .filter(({ name }) => used.has(name as never))
    .map((word) => html`${verdictMark(word)} `)}`;
}

function levelText({ result }: ReportView): Html | null {
  const levels = result.comparisons.map((entry) => entry.level);
  if (levels.length === 0) return null;
  const least = Math.min(...levels);
  const beyond = levels.some((level) => level !== least);
  return html`Brackets: intervals of ${beyond ? 'at least ' : null}${formatLevel(least)} confidence.`;
}

/** By the places of the rows of the verdicts, which are the ids of their lines. */
function lineIn({ blocks, result, subjects }: ReportView, { facts }: VerdictRows): LineOf {
  const lines = new Map<string, number>();
  for (const [place, { scenario, set, subject }] of facts.entries()) {
    const key = JSON.stringify([scenario, set, subject]);
    if (!lines.has(key)) lines.set(key, place);
  }
  return ({ block }, subject) => {
    if (!blocks.includes(block)) return null;
    const key = [result.scenarios.indexOf(block.scenario), block.set, subjects.indexOf(subject)];
    const place = lines.get(JSON.stringify(key));
    return place === undefined ? null : `r${place}`;
  };
}
