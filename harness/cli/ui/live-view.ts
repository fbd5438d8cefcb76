// What a live terminal shows of a run: at most eight lines, made between two windows.
import type { Plan, Step } from '../../contract/plan.ts';
import { expectedMsOf } from '../../plan/pace.ts';
import { formatWait } from '../../../reports/words/format.ts';

export interface LiveState {
  readonly plan: Plan;
  readonly finished: number;
  /** How many of them broke a rule or did not finish. */
  readonly bad: number;
  /** The one that is about to run. */
  readonly next: Step;
  /** As `remainingText` says it. */
  readonly remaining: string;
}

const BAR = 40;

export function liveLines({ plan, finished, bad, next, remaining }: LiveState): readonly string[] {
  const full = Math.floor((finished / plan.steps.length) * BAR);
  return [
    `[${finished}/${plan.steps.length}] repetition ${next.repetition + 1} of ${plan.repetitions}, ${remaining}`,
    '█'.repeat(full) + '░'.repeat(BAR - full),
    `measuring ${next.cell.subject} in ${next.block.id}, about ${formatWait(expectedMsOf(next.block))}`,
    `${finished - bad} kept their contract${bad === 0 ? '' : `, ${bad} did not`}`,
    'Ctrl-C once: finish this window and save; twice: stop at once',
  ];
}
