// What a check did not look at, in a sentence: the same on page and terminal.
import type { UncheckedStyle } from '../../harness/contract/check-view.ts';
import { counted } from './headline-sentences.ts';

/** `Not checked: node/callbacks in 12 scenarios, node/events in 3. --styles all checks them too.` Empty where nothing was left out. */
export function uncheckedSentence(unchecked: readonly UncheckedStyle[]): string {
  if (unchecked.length === 0) return '';
  const left = unchecked.map(
    ({ subject, scenarios }, index) =>
      `${subject} in ${index === 0 ? counted(scenarios, 'scenario') : String(scenarios)}`,
  );
  return `Not checked: ${left.join(', ')}. --styles all checks them too.`;
}
