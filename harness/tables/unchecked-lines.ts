// The styles that a check did not look at, as lines of the terminal.
import { uncheckedSentence } from '../../reports/words/unchecked-sentence.ts';
import type { UncheckedStyle } from '../contract/check-view.ts';
import { wrapped } from './wrap.ts';

/** `width` null: `--wide`. */
export function uncheckedLines(unchecked: readonly UncheckedStyle[], width: number | null): string[] {
  const sentence = uncheckedSentence(unchecked);
  return sentence === '' ? [] : wrapped(sentence, width);
}
