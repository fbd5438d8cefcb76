// The same verdicts by style and by runtime: what a style costs within its runtime, and each runtime at the same style.
import { pivotSentence } from '../../words/answer-sentences.ts';
import { gridOf } from '../../words/grid.ts';
import type { Pivot, PivotName } from '../../words/pivots.ts';
import { pivotsOf } from '../../words/pivots.ts';
import type { ReportView } from '../../words/view.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { pivotTable } from '../tables/pivot-table.ts';
import { sentenceView } from './answer-section.ts';

export function pivotSection(view: ReportView): Html {
  const styles = pivotsOf(view, 'style');
  // The styles that stand for their runtimes are what the answer is about.
  const runtimes = pivotsOf(view, 'runtime').slice(1);
  const all = [...styles, ...runtimes];
  if (all.length === 0) return html``;
  const grid = gridOf(
    view,
    all.flatMap((pivot) => pivot.grid.columns),
  );
  return html`<section id="pivots" aria-labelledby="pivots-title"><h2 id="pivots-title">By style and by runtime</h2>
${sentencesOf('style', 'What a style costs', styles)}${sentencesOf('runtime', 'Runtimes at the same style', runtimes)}<details><summary>Scenario by scenario</summary>${pivotTable('Styles and runtimes against each other', grid)}</details>
<p class="note">Where two subjects were not compared with each other, their interval follows from the two to the reference: it is wider than a comparison of the two would be, and as sure.</p>
</section>`;
}

function sentencesOf(name: PivotName, title: string, pivots: readonly Pivot[]): Html {
  if (pivots.length === 0) return html``;
  const sentences = pivots.map(
    (pivot) => html`<li>${sentenceView(pivotSentence(pivot, name))}</li>
`,
  );
  return html`<h3>${title}</h3><ul class="sentences">
${sentences}</ul>
`;
}
