// What `results.json` says of a run whose results were made of its journal, because it was ended before it wrote them.
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const RecoveredView = Type.Object({
  /** The number of invocations that its journal has. */
  invocations: Type.Integer({ minimum: 0 }),
  /** Of each cell, how many planned invocations there are not. Empty where time, and not a plan, says how many there are. */
  missing: Type.Array(Type.Object({ cell: Type.String(), invocations: Type.Integer({ minimum: 1 }) })),
  /** What was torn or damaged, and what it cost. */
  troubles: Type.Array(Type.String()),
});
export type RecoveredView = Static<typeof RecoveredView>;
