// Duets: rounds that run side by side from one start, and an orchestrator that comes back whatever happens.
import { expect, test } from 'vitest';
import type { InvocationRecord } from '../../contract/invocation.ts';
import { expectNobodyLeft, runFakeBlock } from '../../testing/fake-block.ts';
import { allowedCpus } from './affinity.ts';
import { probeConditions } from './bench-conditions.ts';

/** The first round after the barrier: it is requested from both before either can have answered. */
const firstTogether = ({ rounds }: InvocationRecord) => rounds[1];

test('each member of a duet is traced before any is measured, and then all run at the same time', async () => {
  const { records, context } = await runFakeBlock({ faults: ['none', 'takes-stalls'], sampling: 'duet' });
  expect(records.map(({ outcome, slices }) => [outcome.kind, slices])).toEqual([
    ['ok', null],
    ['ok', null],
  ]);
  expect(records.map(({ rounds }) => rounds[0]?.purpose)).toEqual(['traced', 'traced']);
  const tracedNs = records.map(({ rounds }) => rounds[0]?.receivedNs ?? Number.NaN);
  const [first, second] = records.map(firstTogether);
  expect(first?.sentNs).toBeLessThan(second?.receivedNs ?? 0);
  expect(second?.sentNs).toBeLessThan(first?.receivedNs ?? 0);
  expect(Math.min(first?.sentNs ?? 0, second?.sentNs ?? 0)).toBeGreaterThan(Math.max(...tracedNs));
  expectNobodyLeft(context);
});

test('no member measures before the other is there: a slow one is waited for', async () => {
  const begun: string[] = [];
  const { records } = await runFakeBlock(
    { faults: ['none', 'takes-stalls', 'wrong-round'], sampling: 'duet' },
    { more: { onRound: ({ purpose }) => void begun.push(purpose) } },
  );
  expect(records.map(({ outcome }) => outcome.kind)).toEqual(['ok', 'ok', 'protocol-error']);
  expect(begun.slice(0, 2)).toEqual(['traced', 'traced']);
  expect(begun.slice(2)).not.toContain('traced');
});

test('the orchestrator is back on its CPUs, also when every member of the duet breaks while it is measured', async () => {
  const machine = await probeConditions();
  const before = allowedCpus();
  const { records, context } = await runFakeBlock(
    { faults: ['exit-in-second-round', 'exit-in-second-round'], sampling: 'duet' },
    { settings: { machine } },
  );
  expect(records.map(({ outcome }) => outcome.kind)).toEqual(['exited', 'exited']);
  expect(records.map(({ conditions }) => conditions.cpu)).toEqual([machine.benchCpu, machine.benchCpu]);
  expect(allowedCpus()).toEqual(before);
  expectNobodyLeft(context);
});
