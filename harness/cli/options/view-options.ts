// How a result is printed: the grid of the answer, one of its pivots, or every value with its interval.
import type { Command } from 'commander';
import { PIVOTS } from '../../../reports/words/pivots.ts';
import { FailureError, failure } from '../../contract/failure.ts';
import type { ResultView } from '../../tables/result-lines.ts';
import { choiceOption, flagOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';

export function readResultView(raw: RawOptions): ResultView {
  const [all, name] = [flagOption(raw, 'all'), choiceOption(raw, 'pivot', PIVOTS)];
  if (all && name !== null)
    throw new FailureError(
      failure('EL1004', '--all and --pivot were given together.', 'Give one of them: each is a view.'),
    );
  if (name !== null) return { kind: 'pivot', name };
  return { kind: all ? 'all' : 'answer' };
}

/** To the commands that have a result to print. */
export function addResultView(command: Command): void {
  if (!['run', 'report'].includes(command.name())) return;
  if (command.name() === 'report') command.option('--text', 'also print the result as a run does');
  command
    .option('--all', 'print every value and interval, not the grid of the answer')
    .option('--pivot <which>', 'print the grid by style or by runtime')
    .option('--open', 'open the page in a browser, where this is a terminal');
}
