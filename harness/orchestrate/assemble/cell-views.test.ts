// From the ledger to a cell: what really happened, and no number where a number can not be true.
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import type { SliceRecord } from '../../contract/invocation.ts';
import type { Cell } from '../../contract/result.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Proof } from '../../contract/verdict.ts';
import { fakeRuntime, fakeStep } from '../../testing/fake-runtime.ts';
import { invocationRecord } from '../../testing/invocation-record.ts';
import { sliceRecord } from '../../testing/slice-record.ts';
import { cellViews } from './cell-views.ts';
import { openLedger } from '../conduct/ledger.ts';
import type { Inspected } from '../conduct/ledger.ts';

const STEP = fakeStep();
const KEPT = { check: 'clock', kept: true, text: 'fine' };
const BROKEN = { check: 'clock', kept: false, text: 'it fell' };
const SLICES = sliceRecord();

function inspected(
  unit: number,
  checks: NonNullable<Inspected['checks']>,
  slices: SliceRecord | null,
): Inspected {
  const id = `i${unit}`;
  // Only the judge makes proofs; a test of what comes after it has to claim one.
  const proof: Proof = JSON.parse(JSON.stringify({ invocation: id, rounds: 1, events: 1, keys: 1 }));
  const judged = { invocation: id, proof, findings: [], findingCount: 0, rulesKept: ['T1'], rulesBroken: [] };
  return {
    record: invocationRecord({ id, unit, cell: STEP.cell, slices }),
    judgement: { ok: true, value: judged },
    values: {
      invocation: id,
      unit,
      values: { cpu: 100 + unit },
      samples: new Float64Array(),
      rounds: [],
      slices: null,
      throughput: 5,
      series: { of: 'round', points: [1], warmup: 0 },
      steady: null,
    },
    checks,
  };
}

function cellOf(
  invocations: readonly Inspected[],
  mode: Plan['blocks'][number]['mode'] = 'plain',
): Cell | undefined {
  const block = { ...STEP.block, mode };
  const steps = invocations.map((_, unit) => ({ ...STEP, block, unit }));
  const plan: Plan = {
    seed: 1,
    profile: 'smoke',
    units: invocations.length,
    blocks: [block],
    steps,
    unsupported: [],
    expectedMs: 0,
  };
  const ledger = openLedger(plan);
  for (const one of invocations) ledger.enter(one);
  return cellViews({ plan, ledger, runtimes: [fakeRuntime()], known: new Map(), checking: null })[0];
}

test('a cell whose invocations keep every check has its numbers, and the checks beside them', () => {
  expect(sleepLoop.metrics.map(({ id }) => id)).toContain('cpu');
  expect(cellOf([inspected(0, [KEPT], null), inspected(1, [KEPT], null)])).toMatchObject({
    verdict: 'equivalent',
    mode: 'plain',
    measurements: [{ metric: 'cpu', low: 100, high: 101 }],
    plausibility: [KEPT],
    series: { points: [1] },
  });
});

test('one implausible invocation withdraws all numbers of its cell, and says which check', () => {
  const cell = cellOf([inspected(0, [KEPT], null), inspected(1, [BROKEN], null)]);
  expect(cell).toMatchObject({
    verdict: 'inconclusive',
    reason: 'implausible, clock: it fell (broken in 1 of 2 invocations)',
    proof: null,
    measurements: [],
    curve: null,
    throughput: null,
    plausibility: [{ check: 'clock', kept: false }],
    invocations: { proved: 2 },
  });
  expect(cell?.series).toBe(undefined);
});

test('the mode is what happened: sliced only where every invocation has slices', () => {
  const modeOf = (slices: readonly (SliceRecord | null)[], mode: 'sliced' | 'duet' | 'plain') =>
    cellOf(
      slices.map((one, unit) => inspected(unit, [KEPT], one)),
      mode,
    )?.mode;
  expect(modeOf([SLICES, SLICES], 'sliced')).toBe('sliced');
  expect(modeOf([null, null], 'sliced')).toBe('plain');
  expect(modeOf([SLICES, null], 'sliced')).toBe('plain');
  expect(modeOf([null, null], 'duet')).toBe('duet');
});

test('where nothing was measured there is neither mode nor check', () => {
  const cell = cellOf([{ ...inspected(0, [], null), values: null }]);
  expect(cell).toMatchObject({ verdict: 'equivalent', measurements: [] });
  expect([cell?.mode, cell?.plausibility]).toEqual([undefined, undefined]);
});
