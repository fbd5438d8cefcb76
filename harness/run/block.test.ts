// Blocks of live runners end to end: what an honest one leaves, what becomes of each fault, and that it is nobody else's.
import { describe, expect, test } from 'vitest';
import type { InvocationRecord } from '../contract/invocation.ts';
import { openSidecars } from '../store/sidecar-reader.ts';
import { expectNobodyLeft, runFakeBlock } from '../testing/fake-block.ts';
import { contextForTest, failureOf } from '../testing/fake-invocation.ts';
import { allowedCpus } from './affinity.ts';
import { NO_CONDITIONS, probeConditions } from './bench-conditions.ts';
import type { SliceWindow } from './slice-block.ts';

const purposes = ({ rounds }: InvocationRecord): string[] => rounds.map(({ purpose }) => purpose);

describe('a sliced block', () => {
  test('has of each member a traced round, one to warm up, its slices, and one measured round', async () => {
    const windows: SliceWindow[] = [];
    const { records, context } = await runFakeBlock(
      { faults: ['none', 'takes-stalls'] },
      { settings: { onWindow: (window) => void windows.push(window) } },
    );
    for (const record of records) {
      expect(record.outcome).toEqual({ kind: 'ok' });
      expect(purposes(record)).toEqual(['traced', 'warmup', 'measured']);
      expect(record.slices).toMatchObject({ warmup: 2, operations: 20, asked: Array<number>(6).fill(20) });
      expect(record.slices?.turnNs.every((ns) => ns > 20 * 10_000)).toBe(true);
      expect(record.conditions).toEqual({ cpu: null, fixedLayout: false, heapBlockBytes: 0 });
    }
    expect(windows.map(({ slices }) => slices)).toEqual([8]);
    expectNobodyLeft(context);
  });

  test('takes turns: no slice of one member overlaps with one of the other', async () => {
    const { records, context } = await runFakeBlock({ faults: ['none', 'takes-stalls'] });
    const slices = records.flatMap((record) => {
      const { start, end } = openSidecars(context.runDirectory, record).slices(
        record.slices?.segment ?? { offset: 0, count: 0 },
      );
      const offsetNs = record.clock?.offsetNs ?? Number.NaN;
      return [...start].map((ns, i) => ({ fromNs: ns + offsetNs, toNs: (end[i] ?? Number.NaN) + offsetNs }));
    });
    const inOrder = slices.toSorted((a, b) => a.fromNs - b.fromNs);
    expect(inOrder).toHaveLength(12);
    for (const [i, { fromNs }] of inOrder.entries())
      expect(fromNs).toBeGreaterThan(inOrder[i - 1]?.toNs ?? Number.NEGATIVE_INFINITY);
  });

  test('searches the size of a slice in the first unit of a cell, and takes what was found in the next', async () => {
    const sizes = new Map<string, number>();
    const { records } = await runFakeBlock(
      { faults: ['none'], sliceMs: 0.2, units: 2 },
      { settings: { sizes } },
    );
    const [first, second] = records.map(({ slices }) => slices);
    const [found] = [...sizes.values()];
    expect(found).toBeGreaterThan(1);
    expect([first?.operations, second?.operations]).toEqual([found, found]);
    expect(first?.warmup).toBeGreaterThan(50);
    expect(second?.warmup).toBe(2);
  });

  test('asks for more where a slowdown is injected, of that member alone', async () => {
    const { of } = await runFakeBlock(
      { faults: ['none', 'takes-stalls'] },
      { settings: { inject: ({ subject }, slice) => (subject.runtime === 'none' && slice === 3 ? 5 : 0) } },
    );
    expect(of('none').slices).toMatchObject({ operations: 20, asked: [20, 20, 20, 25, 20, 20] });
    expect(of('takes-stalls').slices?.asked).toEqual(Array<number>(6).fill(20));
    expect(of('none').outcome).toEqual({ kind: 'ok' });
  });

  test('of two builds starts both with one layout, and says so', async () => {
    const machine = { ...NO_CONDITIONS, fixedLayout: ['env'] };
    const wish = { faults: ['none', 'takes-stalls'], sides: ['base', 'head'] } as const;
    const { records } = await runFakeBlock(wish, { settings: { machine } });
    const [first, second] = records.map(({ conditions }) => conditions);
    expect(first?.fixedLayout).toBe(true);
    expect(second).toEqual(first);
    const alone = await runFakeBlock({ faults: ['none'] }, { settings: { machine } });
    expect(alone.records[0]?.conditions.fixedLayout).toBe(false);
  });

  test('is pinned to the CPU of the machine, and the orchestrator is back where it was afterwards', async () => {
    const machine = await probeConditions();
    const before = allowedCpus();
    const { records } = await runFakeBlock({ faults: ['none', 'takes-stalls'] }, { settings: { machine } });
    expect(records.map(({ conditions }) => conditions.cpu)).toEqual([machine.benchCpu, machine.benchCpu]);
    expect(allowedCpus()).toEqual(before);
  });

  test('on a machine that stops pinning lives wherever the kernel likes, and says so', async () => {
    const machine = { ...NO_CONDITIONS, benchCpu: 100_000 };
    const { records } = await runFakeBlock({ faults: ['none'] }, { settings: { machine } });
    expect(records.map(({ outcome, conditions }) => [outcome.kind, conditions.cpu])).toEqual([['ok', null]]);
  });

  test('measures a runner that cannot slice by whole rounds, beside the slices of the others', async () => {
    const { of, context } = await runFakeBlock({ faults: ['none', 'cannot-slice'] });
    expect(of('none').slices?.asked).toHaveLength(6);
    expect(of('cannot-slice')).toMatchObject({ outcome: { kind: 'ok' }, slices: null });
    expect(purposes(of('cannot-slice')).slice(0, 2)).toEqual(['traced', 'warmup']);
    expect(purposes(of('cannot-slice')).at(-1)).toBe('measured');
    expectNobodyLeft(context);
  });
});

/** Those that are found by nothing but their silence: the limit must not be one that a neighbour could miss. */
const HANGS = new Set(['fails-slice-without-word', 'hang-on-slice', 'closes-tokens']);

describe('a member that', () => {
  const cases: readonly [fault: string, outcome: string, code: string, cause: RegExp][] = [
    ['wrong-slice-byte', 'protocol-error', 'EL2005', /the token of slice 1 with the byte 7/],
    ['fails-slice', 'workload-failed', 'EL2010', /failed on `slices` with workload-threw/],
    ['fails-slice-without-byte', 'workload-failed', 'EL2010', /Error: boom/],
    [
      'fails-slice-without-word',
      'timeout',
      'EL2006',
      /broke off in slice 1 and did not say why within 1000 ms/,
    ],
    ['sliced-too-early', 'protocol-error', 'EL2005', /reported its slices in slice 1, before the token/],
    ['hang-on-slice', 'timeout', 'EL2006', /the token of slice 1 within 1000 ms/],
    ['closes-tokens', 'timeout', 'EL2006', /broke off in slice 1/],
    ['exit-in-slice', 'exited', 'EL2008', /exited with code 3 while `slices`/],
    ['sigkill-in-slice', 'crashed', 'EL2007', /killed by SIGKILL while `slices`/],
    ['no-slice', 'workload-failed', 'EL2010', /no-slice/],
    ['refuses-slices', 'protocol-error', 'EL2005', /refused `slices` as bad-state/],
    ['talks-between-slices', 'protocol-error', 'EL2004', /is not JSON/],
    ['loses-a-slice', 'protocol-error', 'EL2005', /asked for 6 slices and reported 5/],
    ['invents-a-slice', 'protocol-error', 'EL2005', /asked for 6 slices and reported 7/],
    ['lies-about-sliced-operations', 'protocol-error', 'EL2005', /120 operations in slices and reported 121/],
  ];

  test.each(cases)(
    '%s ends with %s %s, and its neighbours are measured',
    async (fault, outcome, code, cause) => {
      const { of, context } = await runFakeBlock(
        { faults: [fault, 'none', 'takes-stalls'] },
        { settings: { sliceLimitMs: HANGS.has(fault) ? 1000 : 20_000 } },
      );
      const record = of(fault);
      expect(record.outcome.kind).toBe(outcome);
      expect(failureOf(record)).toMatchObject({ code, cause: expect.stringMatching(cause) });
      expect(record.slices).toBeNull();
      for (const neighbour of ['none', 'takes-stalls'])
        expect([of(neighbour).outcome, of(neighbour).slices?.asked.length]).toEqual([{ kind: 'ok' }, 6]);
      expectNobodyLeft(context);
    },
  );

  test('writes two bytes for one token never passes, however they arrive', async () => {
    const { of, context } = await runFakeBlock(
      { faults: ['two-slice-bytes', 'none'] },
      { settings: { sliceLimitMs: 1000 } },
    );
    expect(['protocol-error', 'timeout']).toContain(of('two-slice-bytes').outcome.kind);
    expect(of('none').outcome).toEqual({ kind: 'ok' });
    expectNobodyLeft(context);
  });

  test.each([
    ['exit-3', 'exited'],
    ['unsupported', 'unsupported'],
    ['fails', 'workload-failed'],
  ])('%s before the slices is not waited for', async (fault, outcome) => {
    const { of, context } = await runFakeBlock({ faults: [fault, 'none'] });
    expect(of(fault).outcome.kind).toBe(outcome);
    expect([of('none').outcome, of('none').slices?.asked.length]).toEqual([{ kind: 'ok' }, 6]);
    expectNobodyLeft(context);
  });
});

describe('a stop', () => {
  test('in the slices ends them, and nothing of the block counts as measured', async () => {
    const context = contextForTest();
    const { records } = await runFakeBlock(
      { faults: ['none', 'takes-stalls'], slices: { warmupSlices: 2, warmupMs: 0, slices: 1_000_000 } },
      { context, settings: { inject: (_, slice) => (slice === 5 && context.stopSoft(), 0) } },
    );
    const interrupted = { kind: 'not-run', reason: 'interrupted' };
    expect(records.map(({ outcome, slices }) => [outcome, slices])).toEqual([
      [interrupted, null],
      [interrupted, null],
    ]);
    expectNobodyLeft(context);
  });

  test('before the slices asks for none: members without a round could only refuse them', async () => {
    const context = contextForTest();
    const { records } = await runFakeBlock(
      { faults: ['none', 'takes-stalls'] },
      { context, more: { onRound: () => context.stopSoft() } },
    );
    expect(records.map(({ outcome }) => outcome.kind)).toEqual(['not-run', 'not-run']);
    expect(records.flatMap(({ rounds }) => rounds)).toHaveLength(1);
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
