// What changed between two columns, as the first part of the page.
import type { AtlasCell, AtlasDiff } from '../../harness/contract/atlas.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { STANDING_WORDS, columnText, standingText } from '../words/atlas-words.ts';
import { diffSentence } from '../words/atlas-diff-words.ts';
import { words } from './atlas-table.ts';

export function diffSection(diff: AtlasDiff | null): Html | null {
  if (diff === null) return null;
  const { from, to, changes } = diff;
  return html`<section id="diff" aria-labelledby="diff-title"><h2 id="diff-title">From ${columnText(from)} to ${columnText(to)}</h2>
<p>${diffSentence(diff)}</p>
${
  changes.length === 0
    ? null
    : html`<div class="scroll" role="region" tabindex="0" aria-label="What changed"><table class="atlas changes"><caption class="unseen">What changed</caption><thead><tr><th scope="col">Behaviour</th><th scope="col">${columnText(from)}</th><th scope="col">${columnText(to)}</th></tr></thead><tbody>
${changes.map(
  ({ row, text, before, after }) =>
    html`<tr><th scope="row">${words(text)} <a href="#${encodeURI(row)}">${row}</a></th><td class="first">${side(before, row)}</td><td class="first">${side(after, row)}</td></tr>
`,
)}</tbody></table></div>`
}</section>
`;
}

function side(cell: AtlasCell, row: string): Html {
  const { glyph, tone } = STANDING_WORDS[cell.standing];
  const ids = (cell.divergences ?? []).map(({ id, rule }) => id ?? rule).join(', ');
  return html`${cell.value === null ? null : html`<code>${cell.value}</code> `}<span class="verdict ${tone}"><span class="glyph" aria-hidden="true">${glyph}</span>\u00a0${standingText(cell, row)}</span> ${ids}`;
}
