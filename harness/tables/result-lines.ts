// A result as `run` prints it: a view of its verdicts, whether the run can be trusted, what went wrong, and the answer last.
import { meaningSentence } from '../../reports/words/headline-sentences.ts';
import { viewOf } from '../../reports/words/view.ts';
import { assertNever } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import { visibleIn } from '../contract/visible-text.ts';
import type { PivotName } from '../../reports/words/pivots.ts';
import { answerLines, answerSentences, pivotLines } from './answer-grid.ts';
import { calibrationLines } from './calibration-lines.ts';
import type { Paint } from './colour.ts';
import { disturbanceLines } from './disturbance-lines.ts';
import { troubleLines } from './troubles.ts';
import { verdictTable } from './verdict-table.ts';
import { wrapped } from './wrap.ts';

export type ResultView =
  | { readonly kind: 'answer' }
  | { readonly kind: 'pivot'; readonly name: PivotName }
  | { readonly kind: 'all' };

/** `width` null: `--wide`. */
export function resultLines(
  stored: RunResult,
  view: ResultView,
  width: number | null,
  paint: Paint,
): string[] {
  const result = visibleIn(stored);
  const sentences = view.kind === 'answer' ? answerSentences(result, width) : [];
  return [
    ...viewLines(result, view, width, paint),
    '',
    ...calibrationLines(result, width, paint),
    ...disturbanceLines(result, width, paint),
    ...troubleLines(result, paint),
    ...wrapped(meaningSentence(viewOf(result)), width),
    ...sentences,
  ];
}

function viewLines(result: RunResult, view: ResultView, width: number | null, paint: Paint): string[] {
  switch (view.kind) {
    case 'answer':
      // Where nothing is compared the grid has no cell: the values are the answer.
      return result.comparisons.length === 0
        ? verdictTable(result, width, paint)
        : answerLines(result, width, paint);
    case 'pivot':
      return pivotLines(result, view.name, width, paint);
    case 'all':
      return verdictTable(result, width, paint);
    default:
      return assertNever(view);
  }
}
