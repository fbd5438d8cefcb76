// How an invocation was run, read from its record, so that it can be run in the same way again.
import type { InvocationRecord } from '../../contract/invocation.ts';
import type { InvokeContext } from '../../run/trial.ts';

/** How the rounds of an invocation are driven beyond what its pacing says. */
export type Manner = Required<Pick<InvokeContext, 'traceLast' | 'stall'>>;

/** As it was the first time. */
export function mannerOf({ rounds }: InvocationRecord): Manner {
  return {
    traceLast: rounds.length > 1 && [rounds[0], rounds.at(-1)].every((round) => round?.purpose === 'traced'),
    stall: rounds.some(({ stalls }) => stalls !== undefined),
  };
}
