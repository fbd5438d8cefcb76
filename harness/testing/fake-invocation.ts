// Invokes the fake runner with one fault, and checks that nothing of it is left.
import { readdirSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import type { Failure } from '../contract/failure.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import { invoke } from '../run/invoke.ts';
import type { InvocationLimits } from '../run/session/limits.ts';
import { groupIsAlive } from '../run/session/process-group.ts';
import { fakeContext } from './fake-context.ts';
import type { FakeContext, FakeContextOptions } from './fake-context.ts';
import { fakeRuntime, fakeStep } from './fake-runtime.ts';

/** A context whose folders go when the test is over. */
export function contextForTest(options: FakeContextOptions = {}): FakeContext {
  const context = fakeContext(options);
  onTestFinished(() => context.remove());
  return context;
}

export async function invokeFault(
  fault: string,
  limits: Partial<InvocationLimits> = {},
): Promise<{ readonly record: InvocationRecord; readonly context: FakeContext }> {
  const context = contextForTest({ limits });
  return { record: await invoke(fakeStep(), fakeRuntime(fault), context), context };
}

export const failureOf = ({ outcome }: InvocationRecord): Failure | null =>
  'failure' in outcome ? outcome.failure : null;

/** No process of the group, no directory of the invocation, and the guard lifted. */
export function expectNothingLeft({ witness, scratchDirectory }: FakeContext): void {
  expect(witness.guarded).toHaveLength(1);
  expect(witness.released).toEqual(witness.guarded);
  expect(witness.guarded.filter(groupIsAlive)).toEqual([]);
  expect(readdirSync(scratchDirectory)).toEqual(['run']);
}
