// From the ledger to a cell: what really happened, and no number where a number can not be true.
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import { failure } from '../../contract/failure.ts';
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
  repetition: number,
  checks: NonNullable<Inspected['checks']>,
  slices: SliceRecord | null,
): Inspected {
  const id = `i${repetition}`;
  // Only the judge makes proofs; a test of what comes after it has to claim one.
  const proof: Proof = JSON.parse(JSON.stringify({ invocation: id, rounds: 1, events: 1, keys: 1 }));
  const judged = { invocation: id, proof, findings: [], findingCount: 0, rulesKept: ['T1'], rulesBroken: [] };
  return {
    record: invocationRecord({ id, repetition, cell: STEP.cell, slices }),
    judgement: { ok: true, value: judged },
    values: {
      invocation: id,
      repetition,
      values: { cpu: 100 + repetition },
      samples: new Float64Array(),
      rounds: [],
      slices: null,
      throughput: 5,
      series: { of: 'round', points: [1], warmup: 0 },
      steady: null,
      cpuTime: { userNs: 0, systemNs: 0 },
    },
    checks,
  };
}

function cellOf(
  invocations: readonly Inspected[],
  sampling: Plan['blocks'][number]['sampling'] = 'plain',
): Cell | undefined {
  const block = { ...STEP.block, sampling };
  const steps = invocations.map((_, repetition) => ({ ...STEP, block, repetition }));
  const plan: Plan = {
    seed: 1,
    profile: 'smoke',
    repetitions: invocations.length,
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
    sampling: 'plain',
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

test('one invocation that crashed takes the numbers of all others with it', () => {
  const killed = failure('EL2007', 'killed by SIGKILL', 'Look at its log.');
  const proved = [inspected(0, [KEPT], null), inspected(1, [KEPT], null)];
  const last = inspected(2, [], null);
  const record = {
    ...last.record,
    outcome: { kind: 'crashed', signal: 'SIGKILL', failure: killed } as const,
  };
  const judgement = last.judgement.ok
    ? { ok: true as const, value: { ...last.judgement.value, proof: null } }
    : last.judgement;
  const cell = cellOf([...proved, { ...last, record, judgement, values: null }]);
  expect(cell).toMatchObject({
    verdict: 'failed',
    reason: '1 of 3 invocations failed: EL2007 killed by SIGKILL',
    proof: null,
    measurements: [],
    curve: null,
    throughput: null,
    invocations: { planned: 3, proved: 2, diverged: 0, failed: 1, unsupported: 0, notRun: 0 },
  });
  expect([cell?.series, cell?.modes]).toEqual([undefined, undefined]);
});

test('the sampling is what happened: sliced only where every invocation has slices', () => {
  const samplingOf = (slices: readonly (SliceRecord | null)[], sampling: 'sliced' | 'duet' | 'plain') =>
    cellOf(
      slices.map((one, repetition) => inspected(repetition, [KEPT], one)),
      sampling,
    )?.sampling;
  expect(samplingOf([SLICES, SLICES], 'sliced')).toBe('sliced');
  expect(samplingOf([null, null], 'sliced')).toBe('plain');
  expect(samplingOf([SLICES, null], 'sliced')).toBe('plain');
  expect(samplingOf([null, null], 'duet')).toBe('duet');
});

test('where nothing was measured there is neither sampling nor check', () => {
  const cell = cellOf([{ ...inspected(0, [], null), values: null }]);
  expect(cell).toMatchObject({ verdict: 'equivalent', measurements: [] });
  expect([cell?.sampling, cell?.plausibility]).toEqual([undefined, undefined]);
});
