// Blocks of live runners end to end: what an honest one leaves, what becomes of each fault, and that it is nobody else's.
import { describe, expect, test } from 'vitest';
import type { InvocationRecord } from '../../contract/invocation.ts';
import { openSidecars } from '../../store/sidecar-reader.ts';
import { expectNobodyLeft, FAKE_SLICES, runFakeBlock } from '../../testing/fake-block.ts';
import type { FakeContext } from '../../testing/fake-context.ts';
import { contextForTest, failureOf } from '../../testing/fake-invocation.ts';
import { allowedCpus } from './affinity.ts';
import { NO_CONDITIONS, probeConditions } from './bench-conditions.ts';
import type { SliceWindow } from './slice-block.ts';

/** The slices as the runner wrote them. */
const columnsOf = (record: InvocationRecord, { runDirectory }: FakeContext) =>
  openSidecars(runDirectory, record).slices(record.slices?.segment ?? { offset: 0, count: 0 });

const purposes = ({ rounds }: InvocationRecord): string[] => rounds.map(({ purpose }) => purpose);

describe('a sliced block', () => {
  test.each<[members: string, fresh: boolean, before: string[], after: string[]]>([
    [
      'fresh members has slices first, then one measured round, then the traced one',
      true,
      [],
      ['measured', 'traced'],
    ],
    [
      'two builds has a traced round, one to warm up, slices, one measured',
      false,
      ['traced', 'warmup'],
      ['measured'],
    ],
  ])('of %s', async (_members, fresh, before, after) => {
    const windows: SliceWindow[] = [];
    const { records, context } = await runFakeBlock(
      { faults: ['none', 'takes-stalls'], slices: { ...FAKE_SLICES, fresh } },
      { settings: { onWindow: (window) => void windows.push(window) } },
    );
    for (const record of records) {
      expect(record.outcome).toEqual({ kind: 'ok' });
      expect(purposes(record)).toEqual([...before, ...after]);
      expect(record.slices).toMatchObject({ warmup: 2, operations: 20, asked: Array<number>(6).fill(20) });
      expect(record.slices?.roundsBefore).toBe(before.length);
      expect(record.slices?.turnNs.every((ns) => ns > 20 * 10_000)).toBe(true);
      expect(record.conditions).toMatchObject({ cpu: null, fixedLayout: false });
      const { start, end } = columnsOf(record, context);
      expect(start[0]).toBeGreaterThan(record.rounds[before.length - 1]?.endNs ?? 0);
      expect(end.at(-1)).toBeLessThan(record.rounds[before.length]?.startNs ?? 0);
    }
    expect(windows.map(({ slices }) => slices)).toEqual([8]);
    expectNobodyLeft(context);
  });

  test('of fresh members has its witness ready before the slices, as for a round', async () => {
    const context = contextForTest();
    const before: number[] = [];
    const inject = (): number => (before.push(context.witness.calls.length), 0);
    await runFakeBlock({ faults: ['none'] }, { context, settings: { inject } });
    const { calls } = context.witness;
    expect(calls.slice(0, before[0])).toEqual(['arm', 'listening', 'beforeRound 1000000']);
    expect(calls.slice(before.at(-1))).toEqual([
      'beforeRound 0',
      'afterRound',
      'beforeRound 1 traced',
      'afterRound',
      'disarm',
    ]);
  });

  test('of fresh members has no slices where the witness is not ready for them', async () => {
    const context = contextForTest({ witness: { failsAt: 'beforeRound' } });
    const { of } = await runFakeBlock({ faults: ['none'] }, { context });
    expect([of('none').outcome.kind, of('none').slices, of('none').rounds]).toEqual([
      'setup-error',
      null,
      [],
    ]);
    expect(failureOf(of('none'))).toMatchObject({ code: 'EL2013' });
    expectNobodyLeft(context);
  });

  test('has a lead before each slice and short slices in between, where its plan says so', async () => {
    const slices = { ...FAKE_SLICES, leadOperations: 5, shortOperations: 4, warmupPasses: 1 };
    const { of, context } = await runFakeBlock({ faults: ['none', 'takes-stalls'], slices });
    const slot = ['lead', 'measured'];
    for (const member of ['none', 'takes-stalls']) {
      expect(of(member).outcome).toEqual({ kind: 'ok' });
      expect(of(member).slices).toMatchObject({
        warmup: 2,
        operations: 20,
        leadOperations: 5,
        shortOperations: 4,
        roles: [...slot, ...slot, ...slot, 'short', ...slot, ...slot, 'short'],
        asked: [5, 20, 5, 20, 5, 20, 4, 5, 20, 5, 20, 4],
      });
      expect([...columnsOf(of(member), context).operations]).toEqual(of(member).slices?.asked);
    }
    expectNobodyLeft(context);
  });

  test('has one member at a time: no slice of one member overlaps with one of the other, and none comes behind a lead but its own', async () => {
    const slices = { ...FAKE_SLICES, leadOperations: 5 };
    const { records, context } = await runFakeBlock({ faults: ['none', 'takes-stalls'], slices });
    const all = records.flatMap((record) => {
      const { start, end } = columnsOf(record, context);
      const offsetNs = record.clock?.offsetNs ?? Number.NaN;
      return [...start].map((ns, i) => ({
        id: record.id,
        fromNs: ns + offsetNs,
        toNs: (end[i] ?? Number.NaN) + offsetNs,
      }));
    });
    const inOrder = all.toSorted((a, b) => a.fromNs - b.fromNs);
    expect(inOrder).toHaveLength(24);
    for (const [i, { id, fromNs }] of inOrder.entries()) {
      expect(fromNs).toBeGreaterThan(inOrder[i - 1]?.toNs ?? Number.NEGATIVE_INFINITY);
      if (i % 2 === 1) expect(id).toBe(inOrder[i - 1]?.id);
    }
  });

  test('tells of each member how many pages it was brought while it was measured', async () => {
    const { of } = await runFakeBlock({ faults: ['none'] });
    expect(of('none').slices?.minorFaults).toBeGreaterThanOrEqual(0);
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
    const request = { faults: ['none', 'takes-stalls'], sides: ['base', 'head'] } as const;
    const { records } = await runFakeBlock(request, { settings: { machine } });
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
    const slices = { ...FAKE_SLICES, fresh: false };
    const { of, context } = await runFakeBlock({ faults: [fault, 'none'], slices });
    expect([of(fault).outcome.kind, of(fault).slices]).toEqual([outcome, null]);
    expect([of('none').outcome, of('none').slices?.asked.length]).toEqual([{ kind: 'ok' }, 6]);
    expectNobodyLeft(context);
  });

  test.each([
    ['hang-on-hello', { helloMs: 300 }, 'timeout'],
    ['unsupported', {}, 'unsupported'],
  ])('is fresh and %s is not waited for either', async (fault, limits, outcome) => {
    const context = contextForTest({ limits });
    const { of } = await runFakeBlock({ faults: [fault, 'none'] }, { context });
    expect([of(fault).outcome.kind, of(fault).slices]).toEqual([outcome, null]);
    expect(of('none').slices?.asked).toHaveLength(6);
  });

  test.each([
    ['exit-3', 'exited'],
    ['fails', 'workload-failed'],
    ['exit-in-second-round', 'exited'],
  ])('%s behind its slices ends like that, and its neighbours are measured', async (fault, outcome) => {
    const { of, context } = await runFakeBlock({ faults: [fault, 'none', 'takes-stalls'] });
    expect(of(fault).outcome.kind).toBe(outcome);
    for (const neighbour of ['none', 'takes-stalls'])
      expect([of(neighbour).outcome, purposes(of(neighbour))]).toEqual([
        { kind: 'ok' },
        ['measured', 'traced'],
      ]);
    expectNobodyLeft(context);
  });
});
