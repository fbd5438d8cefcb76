// The number of broken runners and broken checkers that the last run of the mutants detected.
import { Type } from 'typebox';
import type { Static } from 'typebox';

/** The last run of `npm run test:mutants` on this checkout. */
export const MutationScore = Type.Object({
  at: Type.String(),
  caught: Type.Integer(),
  mutants: Type.Integer(),
  falseAlarms: Type.Integer(),
  controls: Type.Integer(),
  checkersFound: Type.Integer(),
  checkers: Type.Integer(),
  seeds: Type.Integer(),
});
export type MutationScore = Static<typeof MutationScore>;
