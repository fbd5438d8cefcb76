// How many invocations of a cell ended how: the whole that a verdict on the cell speaks of.
import { Type } from 'typebox';

/** Each invocation ends in one way; those that the run never came to are missing from the sum. A cell is `equivalent` only where all others are proved. */
export const InvocationCounts = Type.Object({
  planned: Type.Integer(),
  proved: Type.Integer(),
  /** Did not end normally, or left nothing to judge. */
  failed: Type.Integer(),
  /** Broke a rule, whether that is known or not. Absent, as the next two, in results of before they were counted. */
  diverged: Type.Optional(Type.Integer()),
  /** Answered that the scenario is not supported. */
  unsupported: Type.Optional(Type.Integer()),
  /** Not begun, or stopped by the user: nothing against the subject. */
  notRun: Type.Optional(Type.Integer()),
});
