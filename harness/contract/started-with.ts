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

/** Variables of evenloop's own environment that its runner got and did not get, by name. */
export const Inherited = Type.Object({
  passed: Type.Array(Type.String()),
  withheld: Type.Array(Type.String()),
  /** Of those passed, the values of what shapes a process, as LD_PRELOAD; digests of what its manifest asked for. */
  shaping: Type.Optional(Type.Record(Type.String(), Type.String())),
});
