// From outcomes to scores: the caught mutants with the rules that caught them, and the legal runners that were flagged. Pure.
import { groupedBy } from '../contract/grouped.ts';
import type { Mutant } from './mutant.ts';
import type { Orders } from './spec.ts';

export interface MutantOutcome {
  readonly mutant: string;
  /** Its place among the trials of its mutant. */
  readonly trial: number;
  readonly scenario: string;
  readonly rounds: Orders['rounds'];
  readonly language: string;
  readonly subject: string;
  readonly seed: number;
  /** A mutant must be caught; a control, and a patch that does nothing, must pass. */
  readonly role: 'mutant' | 'control' | 'no-op';
  readonly probabilistic: boolean;
  readonly right: boolean;
  readonly by: readonly string[];
  readonly objection: string;
}

/** `right` of `all`; for mutants the trials that were caught, for legal runners the attempts that were flagged. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

export interface ScoreRow {
  readonly mutant: string;
  readonly text: string;
  readonly role: 'mutant' | 'control';
  readonly language: string;
  /** Attempts that went right, of all that were made. */
  readonly right: Share;
  /** What caught it, the most frequent first. */
  readonly by: readonly string[];
}

export interface Score {
  /** Trials that are caught with each seed, or at least once where chance decides. */
  readonly caught: Share;
  /** Controls and no-ops that were flagged. */
  readonly falseAlarms: Share;
  readonly byLanguage: Readonly<Record<string, Pick<Score, 'caught' | 'falseAlarms'>>>;
  readonly rows: readonly ScoreRow[];
  /** Everything that did not go as it must. */
  readonly wrong: readonly MutantOutcome[];
}

export function scoreOf(corpus: readonly Mutant[], outcomes: readonly MutantOutcome[]): Score {
  const languages = [...new Set(outcomes.map(({ language }) => language))].sort();
  return {
    ...shares(outcomes),
    byLanguage: Object.fromEntries(
      languages.map((language) => [language, shares(outcomes.filter((one) => one.language === language))]),
    ),
    rows: corpus.flatMap((mutant) => languages.flatMap((language) => rowOf(mutant, language, outcomes))),
    wrong: outcomes.filter((outcome) => !outcome.right && !excused(outcome, outcomes)),
  };
}

function shares(outcomes: readonly MutantOutcome[]): Pick<Score, 'caught' | 'falseAlarms'> {
  const trials = groupedBy(
    outcomes.filter(({ role }) => role === 'mutant'),
    trialName,
  );
  const legal = outcomes.filter(({ role }) => role !== 'mutant');
  return {
    caught: { count: [...trials.values()].filter(isCaught).length, of: trials.size },
    falseAlarms: { count: legal.filter(({ right }) => !right).length, of: legal.length },
  };
}

const trialName = ({ mutant, trial, subject }: MutantOutcome): string => `${mutant} ${trial} ${subject}`;

function isCaught(attempts: readonly MutantOutcome[]): boolean {
  return attempts[0]?.probabilistic === true
    ? attempts.some(({ right }) => right)
    : attempts.every(({ right }) => right);
}

/** A miss by chance is no miss where another seed was caught. */
function excused(outcome: MutantOutcome, outcomes: readonly MutantOutcome[]): boolean {
  return (
    outcome.probabilistic &&
    outcome.role === 'mutant' &&
    outcomes.some(
      (other) => trialName(other) === trialName(outcome) && other.role === 'mutant' && other.right,
    )
  );
}

function rowOf(mutant: Mutant, language: string, outcomes: readonly MutantOutcome[]): ScoreRow[] {
  const own = outcomes.filter(
    (one) => one.mutant === mutant.id && one.language === language && one.role !== 'no-op',
  );
  const [first] = own;
  if (first === undefined || first.role === 'no-op') return [];
  return [
    {
      mutant: mutant.id,
      text: mutant.text,
      role: first.role,
      language,
      right: { count: own.filter(({ right }) => right).length, of: own.length },
      by: byFrequency(own.flatMap(({ by }) => by)),
    },
  ];
}

function byFrequency(names: readonly string[]): string[] {
  const counts = [...groupedBy(names, (name) => name)].map(([name, all]) => [name, all.length] as const);
  return counts.toSorted(([, a], [, b]) => b - a).map(([name]) => name);
}
