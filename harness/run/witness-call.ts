// Calls to a witness, each of which ends: with the answer, with a failure, at the time limit, or at a hard stop.
import type { Outcome } from '../contract/invocation.ts';
import { witnessOutcome } from './session/outcomes.ts';
import { INTERRUPTED } from './stop.ts';
import { within } from './session/within.ts';

export interface Patience {
  readonly limitMs: number;
  readonly hard: AbortSignal;
}

export type WitnessAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly outcome: Outcome };

/** `action` completes the sentence "the witness could not ...". */
export async function askWitness<Value>(
  action: string,
  { limitMs, hard }: Patience,
  call: () => Promise<Value>,
): Promise<WitnessAnswer<Value>> {
  try {
    const answer = call();
    if (await within(answer, limitMs, hard)) return { ok: true, value: await answer };
    answer.catch(() => {});
    if (hard.aborted) return { ok: false, outcome: INTERRUPTED };
    return { ok: false, outcome: witnessOutcome(action, new Error(`no answer within ${limitMs} ms`)) };
  } catch (error) {
    return { ok: false, outcome: witnessOutcome(action, error) };
  }
}
