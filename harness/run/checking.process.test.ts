// What a check asks of a runner beyond a measurement: a last traced round, and stalls where the runner takes them.
import { describe, expect, test } from 'vitest';
import type { InvocationRecord } from '../contract/invocation.ts';
import { contextForTest } from '../testing/fake-invocation.ts';
import { fakeRuntime, fakeStep } from '../testing/fake-runtime.ts';
import { invoke } from './invoke.ts';
import { stallsOf } from './stress-stalls.ts';
import type { InvokeContext } from './trial.ts';

function invoked(fault: string, more: Partial<InvokeContext>): Promise<InvocationRecord> {
  return invoke(fakeStep({ minimumRounds: 1 }), fakeRuntime(fault), { ...contextForTest(), ...more });
}

describe('the last round', () => {
  test('is traced as the first one is, where that is asked for', async () => {
    const { outcome, rounds } = await invoked('none', { traceLast: true });
    expect(outcome).toEqual({ kind: 'ok' });
    const [first, last] = [rounds[0], rounds.at(-1)];
    expect([first?.purpose, last?.purpose, last?.record]).toEqual(['traced', 'traced', 'full']);
    expect(rounds.filter(({ purpose }) => purpose === 'traced')).toHaveLength(2);
    expect(last?.events?.offset).toBeGreaterThan(first?.events?.offset ?? Number.NaN);
  });

  test('is a measured one otherwise', async () => {
    const { rounds } = await invoked('none', {});
    expect(rounds.at(-1)?.purpose).toBe('measured');
  });
});

describe('stalls', () => {
  test('are asked for in every round, by the seed of the step, and what came of them is recorded', async () => {
    const { outcome, rounds, seed } = await invoked('takes-stalls', { stall: true });
    expect(outcome).toEqual({ kind: 'ok' });
    expect(rounds.map(({ stalls }) => stalls)).toEqual(
      rounds.map(({ round }) => stallsOf(seed, round).length),
    );
  });

  test.each([
    ['a runner that does not take them', 'none', true],
    ['a round that is not stressed', 'takes-stalls', false],
  ] as const)('are not asked of %s', async (_, fault, stall) => {
    const { rounds } = await invoked(fault, { stall });
    expect(rounds.map((round) => 'stalls' in round)).toEqual(rounds.map(() => false));
  });
});
