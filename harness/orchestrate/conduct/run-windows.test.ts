// What happened beside the work: time counted once, slices that were preempted, and slices that only slept.
import { describe, expect, test } from 'vitest';
import type { RoundRecord, SliceRecord } from '../../contract/invocation.ts';
import type { SliceValues } from '../../stats/slice-values.ts';
import { invocationRecord } from '../../testing/invocation-record.ts';
import { roundRecord } from '../../testing/round-record.ts';
import { sliceRecord } from '../../testing/slice-record.ts';
import { valuesOfSlices } from '../../testing/slice-values.ts';
import { watchWindows } from './run-windows.ts';

function round(
  startNs: number,
  endNs: number,
  over: Partial<RoundRecord> = {},
  waitNs: number | null = 0,
): RoundRecord {
  const plain = roundRecord({ startNs, endNs });
  return { ...plain, resources: { ...plain.resources, waitNs }, ...over };
}

const sliced = (turnNs: readonly number[]): SliceRecord =>
  sliceRecord({ warmup: 2, asked: turnNs.map(() => 1), turnNs });

/** Slices of a millisecond, two of them warm-up; `lost` is what each of the measured ones did not have the CPU. */
function values(lost: readonly number[], sliceNs = 1e6): SliceValues {
  const wallNs = [sliceNs, sliceNs, ...lost.map((ns) => sliceNs + ns)];
  const cpuNs = wallNs.map(() => sliceNs);
  return valuesOfSlices({ wallNs, cpuNs, cpuEndNs: null, operations: 1 }, 2);
}

describe('busy time', () => {
  test('of rounds that ran side by side counts once, whatever the clocks of their runners say', () => {
    const windows = watchWindows();
    const clock = { errorNs: 0, source: 'handshake' } as const;
    windows.invocation(
      invocationRecord({ rounds: [round(0, 100), round(100, 130)], clock: { ...clock, offsetNs: 1000 } }),
      null,
    );
    windows.invocation(
      invocationRecord({ rounds: [round(550, 650)], clock: { ...clock, offsetNs: 500 } }),
      null,
    );
    windows.invocation(invocationRecord({ rounds: [round(0, 10)] }), null);
    expect(windows.busyNs()).toBe(10 + 150);
  });

  test('of slices is that of their turns, leads and short ones with them, proved or not', () => {
    const windows = watchWindows();
    windows.invocation(invocationRecord({ slices: sliced([5, 5, 7]) }), null);
    expect(windows.busyNs()).toBe(17);
    windows.invocation(invocationRecord({ slices: sliced([5, 5, 7]) }), values([0, 0]));
    expect(windows.busyNs()).toBe(17 + 17);
  });
});

describe('windows', () => {
  test('whose slices were preempted too often are contaminated, and the slices are counted', () => {
    const windows = watchWindows();
    windows.invocation(invocationRecord({ slices: sliced([]) }), values([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    windows.invocation(invocationRecord({ slices: sliced([]) }), values([4e6, 4e6, 0, 0, 0, 0, 0, 0, 0, 0]));
    expect(windows.summary()).toMatchObject({ total: 2, contaminated: 1, preemptedShare: 0.1 });
  });

  test('do not count what is short or small as a preemption', () => {
    const windows = watchWindows();
    windows.invocation(invocationRecord({ slices: sliced([]) }), values([40_000, 90_000, 0, 0]));
    windows.invocation(invocationRecord({ slices: sliced([]) }), values([60_000, 400_000, 0, 0, 0], 1e7));
    expect(windows.summary()).toMatchObject({ contaminated: 0, preemptedShare: 0 });
  });

  test('of slices that sleep say nothing about preemption', () => {
    const windows = watchWindows();
    windows.invocation(invocationRecord({ slices: sliced([]) }), values([2e6, 2e6, 2e6, 0, 2e6]));
    expect(windows.summary()).toMatchObject({ total: 1, contaminated: 0, preemptedShare: 0 });
  });

  test('of rounds are contaminated by waiting, and only measured ones are counted', () => {
    const windows = watchWindows();
    const rounds = [
      round(0, 100, { purpose: 'traced' }, 90),
      round(100, 200, {}, 5),
      round(200, 300, {}, 6),
      round(300, 400, {}, null),
    ];
    windows.invocation(invocationRecord({ rounds }), null);
    expect(windows.summary()).toMatchObject({ total: 3, contaminated: 1, waitShare: 101 / 300 });
  });

  test('of nothing have no shares', () => {
    expect(watchWindows().summary()).toEqual({
      total: 0,
      contaminated: 0,
      preemptedShare: null,
      waitShare: null,
      orchestratorShare: null,
    });
  });
});

test('the share of the orchestrator is its CPU while slices ran, over their time in all blocks together', () => {
  const windows = watchWindows();
  windows.slices({ slotsNs: 80, slices: 4, orchestratorNs: 10 });
  windows.slices({ slotsNs: 80, slices: 4, orchestratorNs: 10 });
  expect(windows.summary().orchestratorShare).toBe(0.125);
});
