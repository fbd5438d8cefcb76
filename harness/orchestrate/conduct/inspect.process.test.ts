// A runner that lies about its slices keeps every rule of meaning, and is found out by what the harness saw meanwhile.
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import type { Plausibility } from '../../contract/numbers.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { ratioPlan } from '../../plan/slice-plan.ts';
import type { Sliced } from '../../plan/slice-plan.ts';
import { NO_CONDITIONS } from '../../run/block/bench-conditions.ts';
import { runPlan } from '../../run/run-plan.ts';
import { contextForTest } from '../../testing/fake-invocation.ts';
import { fakeRuntime, fakeStep, SOURCE_ROOT } from '../../testing/fake-runtime.ts';
import { makeInspector } from './inspect.ts';
import type { Inspected } from './ledger.ts';

const SLICES: Sliced = {
  kind: 'sliced',
  sizes: { operations: [100], lead: [20], short: [20], gate: [100] },
  warmup: { gate: 4, ratio: 4 },
  warmupMs: 0,
  passes: { gate: 8, ratio: 8 },
  typical: 'wall',
  reason: 'A test.',
};
const SLICED: Scenario = { ...sleepLoop, measurement: SLICES };

function planOfOne(): Plan {
  const step = fakeStep({ scenario: SLICED });
  const block = {
    ...step.block,
    sampling: 'sliced' as const,
    slices: ratioPlan(SLICES, step.block.set.params),
  };
  return {
    seed: 1,
    profile: 'smoke',
    repetitions: 1,
    blocks: [block],
    steps: [{ ...step, block }],
    unsupported: [],
    expectedMs: 0,
  };
}

async function inspected(fault: string): Promise<Inspected> {
  const plan = planOfOne();
  const [step] = plan.steps;
  const runtimes = [fakeRuntime(fault)];
  const context = contextForTest();
  const blocks = { machine: NO_CONDITIONS };
  const inspect = makeInspector({
    runDirectory: context.runDirectory,
    runtimes,
    measure: true,
    keepTraces: false,
  });
  for await (const record of runPlan(plan, runtimes, { ...context, packageRoot: () => SOURCE_ROOT, blocks }))
    if (step !== undefined) return inspect(record, step);
  throw new Error('nothing was run');
}

const broken = ({ checks = [] }: Inspected): readonly Plausibility[] => checks.filter(({ kept }) => !kept);

test('an honest runner passes every check that applies, and its slices are drawn', async () => {
  const honest = await inspected('none');
  expect(honest.record.outcome).toEqual({ kind: 'ok' });
  expect(broken(honest)).toEqual([]);
  expect(honest.checks?.map(({ check }) => check)).toEqual([
    'operations',
    'clock',
    'turns',
    'CPU clock',
    'CPU time',
    'window',
    'smallest sample',
    'quantiles',
  ]);
  expect(honest.values?.series?.of).toBe('slice');
});

test.each([
  ['instant-slices', 'clock'],
  ['cpu-beyond-wall', 'CPU time'],
  ['cpu-backwards', 'CPU clock'],
])('%s breaks the check of %s, though the rounds are proved', async (fault, check) => {
  const lying = await inspected(fault);
  expect(lying.judgement.ok && lying.judgement.value.proof).toBeTruthy();
  expect(broken(lying).map((one) => one.check)).toContain(check);
});

test.each([
  ['slices-overlap', 'W1', 'clock'],
  ['slices-backwards', 'W1', 'clock'],
  ['slice-ends-before-start', 'W1', 'clock'],
  ['slices-of-the-past', 'W1', 'clock'],
  ['slices-longer-than-turns', 'W1', 'clock'],
  ['swaps-slice-operations', 'W4', 'count'],
])('%s breaks %s: there is no proof, and so no number', async (fault, rule, found) => {
  const { judgement, values } = await inspected(fault);
  const findings = judgement.ok ? judgement.value.findings : [];
  expect(findings.map((finding) => [finding.rule, finding.class])).toContainEqual([rule, found]);
  expect([judgement.ok && judgement.value.proof, values]).toEqual([null, null]);
});

test('slices that were cut are a damaged sidecar, and not an error of ours', async () => {
  const { record, judgement, values } = await inspected('truncated-slices');
  expect(record.outcome).toMatchObject({ kind: 'protocol-error', failure: { code: 'EL3002' } });
  expect(judgement).toMatchObject({ ok: false, failure: { code: 'EL3002' } });
  expect(values).toBeNull();
});
