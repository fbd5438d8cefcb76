// A clause by the name that somebody gave it. Pure.
import { FailureError, failure } from '../contract/failure.ts';
import { nearest } from '../contract/nearest.ts';
import { CLAUSES, CLAUSES_PAGE } from './clauses.ts';
import type { ClauseId } from './clauses.ts';

/** Small letters do as well. Throws a `FailureError` EL1010 with the nearest name where there is none. */
export function findClause(name: string): ClauseId {
  const ids = CLAUSES.map(({ id }) => id);
  const found = ids.find((id) => id === name.toUpperCase());
  if (found !== undefined) return found;
  const guess = nearest(name.toUpperCase(), ids);
  const all = `${CLAUSES_PAGE} lists all of them.`;
  const next = guess === null ? all : `Did you mean "${guess}"? ${all}`;
  throw new FailureError(failure('EL1010', `There is no clause ${JSON.stringify(name)}.`, next));
}
