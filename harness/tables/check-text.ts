// What a check found, for a terminal: who did the same, what is in the way, and what was not looked at.
import { meaningSentence } from '../../reports/words/headline-sentences.ts';
import { startedLines } from '../../reports/words/started-words.ts';
import { viewOf } from '../../reports/words/view.ts';
import type { RunResult } from '../contract/result.ts';
import { visibleIn } from '../contract/visible-text.ts';
import type { Paint } from './colour.ts';
import { conformanceMatrix } from './conformance-matrix.ts';
import { troubleLines } from './troubles.ts';
import { uncheckedLines } from './unchecked-lines.ts';

export function checkText(
  stored: RunResult,
  width: number | null,
  { paintOut }: { readonly paintOut: Paint },
): string {
  const result = visibleIn(stored);
  const { stress, unchecked = [] } = result.run;
  const told =
    stress === undefined
      ? []
      : [`Under stress: ${stress.processes} busy processes, ${stress.stalls} stalls of the runners' loops.`];
  return [
    ...startedLines(result.runtimes),
    ...conformanceMatrix(result, width, paintOut),
    '',
    ...troubleLines(result, paintOut),
    meaningSentence(viewOf(result)),
    ...told,
    ...uncheckedLines(unchecked, width),
  ].join('\n');
}
