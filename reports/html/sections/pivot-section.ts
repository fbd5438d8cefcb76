// The same verdicts by style and by runtime: what a style costs within its runtime, and each runtime at the same style.
import { pivotSentence } from '../../words/answer-sentences.ts';
import type { Pivot, PivotName } from '../../words/pivots.ts';
import { pivotsOf } from '../../words/pivots.ts';
import type { ReportView } from '../../words/view.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { answerTable } from '../tables/answer-table.ts';
import type { LineOf } from '../tables/answer-table.ts';
import { sentenceView } from './answer-section.ts';

export function pivotSection(view: ReportView, lineOf: LineOf): Html {
  const styles = pivotsOf(view, 'style');
  // The styles that stand for their runtimes are what the answer is about.
  const runtimes = pivotsOf(view, 'runtime').slice(1);
  if (styles.length + runtimes.length === 0) return html``;
  return html`<section id="pivots" aria-labelledby="pivots-title"><h2 id="pivots-title">By style and by runtime</h2>
${pivotList('style', 'What a style costs', styles, view, lineOf)}${pivotList('runtime', 'Runtimes at the same style', runtimes, view, lineOf)}<p class="note">Where two subjects were not compared with each other, their interval follows from the two to the reference: it is wider than a comparison of the two would be, and as sure.</p>
</section>`;
}

function pivotList(
  name: PivotName,
  title: string,
  pivots: readonly Pivot[],
  view: ReportView,
  lineOf: LineOf,
): Html {
  if (pivots.length === 0) return html``;
  const sentences = pivots.map(
    (pivot) => html`<li>${sentenceView(pivotSentence(pivot, name))}</li>
`,
  );
  const tables = pivots.map((pivot, index) => {
    const label = `${title}: ${pivot.of} against ${pivot.grid.columns[0]?.against ?? ''}`;
    const { table } = answerTable(`${name}-${index}`, label, pivot.grid, view, lineOf);
    return html`<h4>${pivot.of} against ${pivot.grid.columns[0]?.against ?? ''}</h4>${table}`;
  });
  return html`<h3>${title}</h3><ul class="sentences">
${sentences}</ul><details class="grids"><summary>As grids</summary>${tables}</details>
`;
}
