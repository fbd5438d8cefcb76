// A verdict as the page shows it: glyph and word in a line of text, or as a class of a table row.
import { html } from './html.ts';
import type { Html } from './html.ts';
import { CHANGE_WORDS, COMPARISON_WORDS, CONFORMANCE_WORDS } from '../words/verdict-words.ts';
import type { VerdictWord } from '../words/verdict-words.ts';

/** Glyph and word. The glyph says nothing that the word does not, so screen readers skip it. */
export function verdictMark({ glyph, word, tone }: VerdictWord): Html {
  return html`<span class="verdict ${tone}"><span class="glyph" aria-hidden="true">${glyph}</span> ${word}</span>`;
}

/** In tables with thousands of rows the class of the row brings glyph and tone; the word stands in the text. */
export function verdictStyle(): string {
  const words = [COMPARISON_WORDS, CHANGE_WORDS, CONFORMANCE_WORDS].flatMap((each) => Object.values(each));
  const all = new Map(words.map((word) => [word.name, word]));
  return [...all.values()]
    .map(({ name, glyph, tone }) => `.${name}{--tone:var(--${tone});--glyph:"${glyph}"}`)
    .join('');
}
