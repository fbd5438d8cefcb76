// What `explain` says of the clauses: what each demands, where the page says so, in which plays it is asked for, and what to look at. Pure.
import { OF_CELLS } from './cells.ts';
import { LOOK_AT } from './clause-looks.ts';
import { CLAUSES, CLAUSES_PAGE } from './clauses.ts';
import type { ClauseId } from './clauses.ts';
import { PLAYS } from './plays/all.ts';
import { HANDSHAKE_CLAUSES } from './plays/handshake.ts';

export interface ExplainedClause {
  readonly kind: 'clause';
  readonly id: ClauseId;
  /** What it demands. */
  readonly text: string;
  readonly page: string;
  /** The heading under which the page says so. */
  readonly section: string;
  /** The plays of `conform` that ask for it. */
  readonly plays: readonly string[];
  readonly lookAt: string;
}

const ALL_PLAYS: readonly { readonly title: string; readonly clauses: readonly ClauseId[] }[] = [
  { title: 'who it is', clauses: HANDSHAKE_CLAUSES },
  ...PLAYS,
  { title: 'each scenario in each style that `ready` names', clauses: OF_CELLS },
];

/** In the order of the page. */
export const explainedClauses = (): readonly ExplainedClause[] =>
  CLAUSES.map(({ id, text, section }) => ({
    kind: 'clause',
    id,
    text,
    page: CLAUSES_PAGE,
    section,
    plays: ALL_PLAYS.filter(({ clauses }) => clauses.includes(id)).map(({ title }) => title),
    lookAt: LOOK_AT[id],
  }));
