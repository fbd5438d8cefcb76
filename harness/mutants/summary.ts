// The scores of one run over the corpus as `results.json` has them. Pure.
import type { MutationScore } from '../contract/mutation-score.ts';
import type { CheckerOutcome } from './checker/run.ts';
import type { Score } from './score.ts';

export interface SummaryInput {
  /** When, in ISO 8601. */
  readonly at: string;
  readonly seeds: number;
  readonly score: Pick<Score, 'caught' | 'falseAlarms'>;
  readonly checkers: readonly CheckerOutcome[];
}

export function summaryOf({ at, seeds, score, checkers }: SummaryInput): MutationScore {
  const { caught, falseAlarms } = score;
  return {
    at,
    caught: caught.count,
    mutants: caught.of,
    falseAlarms: falseAlarms.count,
    controls: falseAlarms.of,
    checkersFound: checkers.filter((one) => one.caught).length,
    checkers: checkers.length,
    seeds,
  };
}
