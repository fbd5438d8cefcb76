// Collects what the plays find, clause by clause, and makes the judgement of each clause of it. Pure.
import type { ClauseBreach, JudgedClause } from '../contract/conformance.ts';
import { CLAUSES } from './clauses.ts';
import type { ClauseId } from './clauses.ts';

const KEPT_BREACHES = 5;

export interface Verdicts {
  /** The clause was asked for once more, and held. */
  kept(clause: ClauseId): void;
  broken(clause: ClauseId, breach: ClauseBreach): void;
  /** It cannot be asked of this runner, and that is no mistake of it. */
  notApplicable(clause: ClauseId, reason: string): void;
  /** It could not be asked: something else went wrong before, or the command was stopped. */
  notJudged(clause: ClauseId, reason: string): void;
  /** Of these clauses, in the order of the page. */
  judged(clauses: ReadonlySet<ClauseId>): JudgedClause[];
  /** How often the clause was broken so far. */
  breaches(clause: ClauseId): number;
}

interface Collected {
  kept: number;
  breachCount: number;
  readonly breaches: ClauseBreach[];
  notApplicable: string | null;
  notJudged: string | null;
}

export function collectVerdicts(): Verdicts {
  const all = new Map<ClauseId, Collected>();
  const of = (clause: ClauseId): Collected => {
    const known = all.get(clause) ?? {
      kept: 0,
      breachCount: 0,
      breaches: [],
      notApplicable: null,
      notJudged: null,
    };
    all.set(clause, known);
    return known;
  };
  return {
    kept: (clause) => void of(clause).kept++,
    broken(clause, breach) {
      const one = of(clause);
      one.breachCount++;
      if (one.breaches.length < KEPT_BREACHES) one.breaches.push(breach);
    },
    notApplicable: (clause, reason) => void (of(clause).notApplicable ??= reason),
    notJudged: (clause, reason) => void (of(clause).notJudged ??= reason),
    breaches: (clause) => of(clause).breachCount,
    judged: (clauses) =>
      CLAUSES.filter(({ id }) => clauses.has(id)).map((clause) => {
        const { breaches, breachCount } = of(clause.id);
        return Object.assign({ breaches, breachCount }, clause, statusOf(of(clause.id)));
      }),
  };
}

/** A breach counts whatever else held; what held counts whatever else could not be asked. */
function statusOf({
  kept,
  breachCount,
  notApplicable,
  notJudged,
}: Collected): Pick<JudgedClause, 'status' | 'reason'> {
  if (breachCount > 0) return { status: 'failed', reason: null };
  if (notJudged !== null) return { status: 'not-judged', reason: notJudged };
  if (kept > 0) return { status: 'passed', reason: null };
  if (notApplicable !== null) return { status: 'not-applicable', reason: notApplicable };
  return { status: 'not-judged', reason: 'nothing asked for it' };
}
