// Conformance: one row per scenario, one column per subject, and below it the rules one by one.
import type { Cell } from '../../../harness/contract/result.ts';
import { formatCount } from '../../words/format.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';
import { ruleMatrix, subjectHeads } from '../tables/rule-matrix.ts';
import { verdictMark } from '../verdict-mark.ts';
import { evidenceOf } from '../tables/verdict-rows.ts';
import { uncheckedSentence } from '../../words/unchecked-sentence.ts';
import { CONFORMANCE_WORDS } from '../../words/verdict-words.ts';
import type { ReportView } from '../../words/view.ts';

export function conformanceSection(view: ReportView): Html {
  if (view.blocks.length === 0) return html``;
  const rows = view.blocks.map(({ scenario, set, cells }) => {
    const at = (subject: string) => cells.find((cell) => cell.subject === subject);
    return html`<tr><th><a href="#${anchor('scenario', scenario.id)}">${scenario.title}</a> <span class="set">${set}</span>${view.subjects.map((subject) => verdictCell(at(subject)))}
`;
  });
  const unchecked = uncheckedSentence(view.result.run.unchecked ?? []);
  return html`<section id="conformance" aria-labelledby="conformance-title"><h2 id="conformance-title">Conformance</h2>
<p class="lead">Every subject is first checked against the scenario\u2019s contract. Only cells that keep it have numbers. ${allEqual(view) ? 'All that were run kept it.' : null}</p>
<details class="conformance"${allEqual(view) ? null : html` open`}><summary>By scenario and subject</summary><div class="scroll" role="region" tabindex="0" aria-label="Conformance by scenario and subject"><table class="matrix"><caption class="unseen">Conformance by scenario and subject</caption>
<thead><tr><th scope="col">Scenario</th>${subjectHeads(view.subjects)}</tr></thead><tbody>
${rows}</tbody></table></div>
<p class="key">${key(view)}</p></details>
${unchecked === '' ? null : html`<p class="note">${unchecked}</p>`}
${ruleMatrix(view)}
</section>`;
}

/** What differs is in sight at once. */
function allEqual({ blocks }: ReportView): boolean {
  const cells = blocks.flatMap((block) => block.cells);
  return cells.every(({ verdict }) => verdict === 'equivalent' || verdict === 'unsupported');
}

/** The glyphs that stand in this table, in words. */
function key({ blocks }: ReportView): Html {
  const used = new Set(blocks.flatMap((block) => block.cells.map((cell) => CONFORMANCE_WORDS[cell.verdict])));
  return html`${[...used].sort((a, b) => b.rank - a.rank).map((word) => html`${verdictMark(word)} `)}`;
}

function verdictCell(cell: Cell | undefined): Html {
  if (cell === undefined) return html`<td>`;
  const { glyph, word, tone } = CONFORMANCE_WORDS[cell.verdict];
  if (cell.verdict === 'equivalent') return html`<td>${glyph}`;
  const title = cell.reason === '' ? word : `${word}: ${cell.reason}`;
  const inner = html`<span class="glyph" aria-hidden="true">${glyph}</span><span class="unseen">${word}</span>${often(cell)}`;
  const linked = cell.findings.length + cell.failures.length > 0;
  return html`<td class="${tone}" title="${title}">${linked ? html`<a href="#${evidenceOf(cell)}">${inner}</a>` : inner}`;
}

/** `3/12`: it does not diverge, or fail, every time. */
function often({ verdict, divergences = [], invocations }: Cell): Html | null {
  const { proved, failed, diverged = 0, unsupported = 0 } = invocations;
  const run = proved + failed + diverged + unsupported;
  if (verdict === 'failed' && failed < run) return partOf(failed, run);
  const rare = divergences.find(({ runs, of }) => runs < of);
  return rare === undefined ? null : partOf(rare.runs, rare.of);
}

function partOf(count: number, of: number): Html {
  return html` <small>${formatCount(count)}/${formatCount(of)}</small>`;
}
