// A plan in shards: the parts together are the whole, step by step, and the digest knows what all of them must have alike.
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { defaultSubjects } from '../../plan/default-subjects.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { plainRuntime } from '../../testing/fake-runtime.ts';
import { cellOf, runOf } from '../../testing/sample-run.ts';
import { packPlan, storedDurations } from './pack-plan.ts';
import type { PlanFacts } from './pack-plan.ts';

const named = (id: string): Scenario => ({ ...sleepLoop, id, comparesStyles: false });
const SCENARIOS = ['timers.a', 'timers.b', 'timers.c', 'timers.d'].map(named);
const RUNTIMES = [plainRuntime('node', 'javascript', 'promises', SCENARIOS)];
const planOf = (seed: number, only?: readonly string[]): Plan =>
  makePlan({
    wanted: SCENARIOS.map((scenario) => ({ scenario, subjects: defaultSubjects(scenario, RUNTIMES) })),
    runtimes: RUNTIMES,
    profile: 'standard',
    repetitions: 3,
    seed,
    sides: ['head'],
    reference: null,
    random32: () => 0,
    ...(only === undefined ? {} : { only }),
  });
const FACTS: PlanFacts = {
  version: '0.1.0',
  runtimes: [{ id: 'node', version: '24.0.0' }],
  reference: 'node/promises',
  checking: null,
  timeMs: null,
};
const packed = (seed = 1, facts: Partial<PlanFacts> = {}, count = 3, stored = new Map<string, number>()) =>
  packPlan({ plan: planOf(seed), count, stored, facts: { ...FACTS, ...facts } });

test('the steps of all shards are those of the whole plan, each once and as it is there', () => {
  const whole = planOf(1);
  const parts = packed().shards.map(({ blocks }) => planOf(1, blocks));
  expect(
    parts.flatMap(({ steps }) => steps).toSorted((a, b) => (a.invocation < b.invocation ? -1 : 1)),
  ).toEqual(whole.steps.toSorted((a, b) => (a.invocation < b.invocation ? -1 : 1)));
  for (const part of parts) {
    expect(part.steps.length).toBeGreaterThan(0);
    expect(part.repetitions).toBe(whole.repetitions);
  }
});

test('the digest is the same for the same, and another for everything that shards must have alike', () => {
  const { digest } = packed();
  expect(packed().digest).toBe(digest);
  const others = [
    packed(2),
    packed(1, {}, 4),
    packed(1, { version: '0.2.0' }),
    packed(1, { runtimes: [{ id: 'node', version: '24.1.0' }] }),
    packed(1, { checking: { rules: [], stress: false } }),
    packed(1, { timeMs: 90_000 }),
    packed(1, { reference: 'node/events' }),
    packed(1, {}, 3, new Map(planOf(1).blocks.map(({ id }, i) => [id, 10 ** i]))),
  ];
  expect(new Set([digest, ...others.map((one) => one.digest)]).size).toBe(others.length + 1);
});

test('more shards than blocks are refused', () => {
  expect(() => packed(1, {}, planOf(1).blocks.length + 1)).toThrow('EL1004');
});

test('a block takes as long as all invocations of its cells did, on average over runs', () => {
  const run = (ms: number) => runOf([cellOf('a/x', [1], { wallMs: ms }), cellOf('b/x', [1], { wallMs: 10 })]);
  expect([...storedDurations([run(90), run(190)])]).toEqual([['timers.sample/s', 150]]);
});
