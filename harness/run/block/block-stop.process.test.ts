// A stop in the middle of a block of live runners: what had begun ends, nothing half done counts, and nobody is left.
import { describe, expect, test } from 'vitest';
import type { InvocationRecord } from '../../contract/invocation.ts';
import { expectNobodyLeft, FAKE_SLICES, runFakeBlock } from '../../testing/fake-block.ts';
import { contextForTest } from '../../testing/fake-invocation.ts';

const purposes = ({ rounds }: InvocationRecord): string[] => rounds.map(({ purpose }) => purpose);

describe('a stop', () => {
  test('in the slices ends them, and nothing of the block counts as measured', async () => {
    const context = contextForTest();
    const { records } = await runFakeBlock(
      { faults: ['none', 'takes-stalls'], slices: { ...FAKE_SLICES, passes: 100_000 } },
      { context, settings: { inject: (_, slice) => (slice === 5 && context.stopSoft(), 0) } },
    );
    const interrupted = { kind: 'not-run', reason: 'interrupted' };
    expect(records.map(({ outcome, slices }) => [outcome, slices])).toEqual([
      [interrupted, null],
      [interrupted, null],
    ]);
    expectNobodyLeft(context);
  });

  test('before the slices asks for none, and for no round either of members that are fresh', async () => {
    const context = contextForTest();
    const { records } = await runFakeBlock(
      { faults: ['none', 'takes-stalls'] },
      { context, more: { onSpawned: async () => context.stopSoft() } },
    );
    expect(records.map(({ outcome, slices }) => [outcome.kind, slices])).toEqual([
      ['not-run', null],
      ['not-run', null],
    ]);
    expect(records.flatMap(({ rounds }) => rounds)).toEqual([]);
    expectNobodyLeft(context);
  });

  test('in the rounds before the slices asks for none', async () => {
    const context = contextForTest();
    const { records } = await runFakeBlock(
      { faults: ['none', 'takes-stalls'], slices: { ...FAKE_SLICES, fresh: false } },
      { context, more: { onRound: () => context.stopSoft() } },
    );
    expect(records.map(({ outcome }) => outcome.kind)).toEqual(['not-run', 'not-run']);
    expect(records.flatMap(({ rounds }) => rounds)).toHaveLength(1);
    expectNobodyLeft(context);
  });

  test('behind the slices and before the traced round leaves an invocation that nothing proves: it was not run', async () => {
    const context = contextForTest();
    const { records } = await runFakeBlock(
      { faults: ['none', 'takes-stalls'] },
      { context, more: { onRound: () => context.stopSoft() } },
    );
    expect(records.flatMap(purposes)).toEqual(['measured']);
    expect(records.map(({ outcome }) => outcome.kind)).toEqual(['not-run', 'not-run']);
    expectNobodyLeft(context);
  });

  test('that is hard does not wait for a slice that hangs', async () => {
    const context = contextForTest();
    const { records } = await runFakeBlock(
      { faults: ['hang-on-slice', 'none'] },
      {
        context,
        settings: { inject: (_, slice) => (slice === 1 && queueMicrotask(() => context.stopHard()), 0) },
      },
    );
    const interrupted = { kind: 'not-run', reason: 'interrupted' };
    expect(records.map(({ outcome }) => outcome)).toEqual([interrupted, interrupted]);
    expectNobodyLeft(context);
  });
});
