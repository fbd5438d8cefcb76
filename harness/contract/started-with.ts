// How a runtime of the user's own was started, beside what its runner says: what results, reports and bundles tell of it.
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const StartedWith = Type.Object({
  /** The one style in which it is a subject. */
  style: Type.String(),
  /** Before the arguments of the runner. */
  args: Type.Array(Type.String()),
  /** Arguments of the runner that were left out. */
  withoutArgs: Type.Array(Type.String()),
  environment: Type.Record(Type.String(), Type.String()),
  /** Names of these variables that the runner withholds from all others. */
  passedOn: Type.Array(Type.String()),
  /** `subjects[0] of /project/evenloop.config.ts`, or `--define`. */
  definedBy: Type.String(),
});
export type StartedWith = Static<typeof StartedWith>;
