// How a plan groups processes: which run together, and where the reference runs twice.
import { describe, expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import type { Side, Subject } from '../contract/invocation.ts';
import { splitMix32 } from '../contract/payload.ts';
import type { Plan } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { SamplingPlan } from '../contract/measurement.ts';
import type { Profile, Scenario } from '../contract/scenario.ts';
import { fakeRuntime, offersOf } from '../testing/fake-runtime.ts';
import { makePlan } from './make-plan.ts';
import { START_COST_MS } from './pace.ts';
import type { Sliced } from './slice-plan.ts';

const SLICED: Sliced = {
  kind: 'sliced',
  sizes: { operations: ['ticks', 8], lead: ['ticks', 2], short: ['ticks'], gate: ['ticks', 4] },
  warmup: { gate: 20, ratio: 200 },
  warmupMs: 100,
  passes: { gate: 60, ratio: 40 },
  typical: 'wall',
  reason: 'A test.',
};
const PLAIN: SamplingPlan = { kind: 'plain', reason: 'A test.' };
const NODE: Runtime = { ...fakeRuntime(), id: 'node', offers: offersOf([sleepLoop], 'javascript') };
const subjectOf = (style: string): Subject => ({ id: `node/${style}`, runtime: 'node', style });
const SUBJECTS = ['promises', 'callbacks', 'streams'].map(subjectOf);

interface Setting {
  readonly measurement?: SamplingPlan;
  /** Of each parameter set. */
  readonly own?: SamplingPlan;
  readonly repetitions?: number;
  readonly gateRepetitions?: number;
  readonly sides?: readonly Side[];
  readonly reference?: string | null;
  readonly profile?: Profile;
  readonly subjects?: readonly Subject[];
}

function planOf(setting: Setting = {}): Plan {
  const {
    measurement = SLICED,
    repetitions = 4,
    gateRepetitions,
    sides = ['head'],
    profile = 'standard',
  } = setting;
  const { reference = 'node/promises', subjects = SUBJECTS, own } = setting;
  const sets = sleepLoop.profiles[profile].map((set) =>
    own === undefined ? set : { ...set, measurement: own },
  );
  const profiles = { ...sleepLoop.profiles, [profile]: sets };
  const scenario: Scenario = { ...sleepLoop, profiles, measurement };
  return makePlan({
    wanted: [{ scenario, subjects }],
    runtimes: [NODE],
    profile,
    repetitions,
    ...(gateRepetitions === undefined ? {} : { gateRepetitions }),
    seed: 3,
    sides,
    reference,
    random32: splitMix32(1),
  });
}

/** `promises`, `promises@control`, by co-scheduled group, sorted. */
function groups({ steps, blocks }: Plan): string[] {
  const [block] = blocks;
  const own = steps.filter((step) => step.block === block);
  return [...new Set(own.map(({ group }) => group))].map((number) =>
    own
      .filter(({ group }) => group === number)
      .map(({ cell, subject }) => subject.style + (cell.side === 'head' ? '' : `@${cell.side}`))
      .sort()
      .join(' '),
  );
}

describe('a sliced block', () => {
  test('has all subjects and a second reference in every repetition, in one group', () => {
    expect(groups(planOf())).toEqual(Array(4).fill('callbacks promises promises@control streams'));
  });

  test('starts its members in an order that changes', () => {
    const { steps, blocks } = planOf({ repetitions: 12 });
    const firsts = Array.from(
      { length: 12 },
      (_, repetition) =>
        steps.find((step) => step.repetition === repetition && step.block === blocks[0])?.cell.side,
    );
    expect(new Set(firsts).size).toBeGreaterThan(1);
  });

  test('of two builds meets subject by subject: both sides, and the base twice', () => {
    const found = groups(planOf({ sides: ['base', 'head'], repetitions: 1 })).sort();
    expect(found).toEqual([
      'callbacks callbacks@base callbacks@control',
      'promises promises@base promises@control',
      'streams streams@base streams@control',
    ]);
  });

  test('warms up longer across runtimes than for two builds, and hardly at all in a smoke run', () => {
    const slicesOf = (setting: Setting) => planOf(setting).blocks[0]?.slices;
    expect(slicesOf({})).toMatchObject({ warmupPasses: 200, warmupMs: 100, passes: 40 });
    expect(slicesOf({ sides: ['base', 'head'] })).toMatchObject({
      warmupPasses: 20,
      warmupMs: 100,
      passes: 60,
    });
    expect(slicesOf({ profile: 'smoke' })).toMatchObject({ warmupPasses: 1, warmupMs: 0, passes: 4 });
  });

  test('has slices of as many operations as its own parameters say, also in a smoke run', () => {
    for (const profile of ['standard', 'smoke'] as const)
      for (const { set, slices } of planOf({ profile }).blocks)
        expect(slices).toMatchObject({
          operations: 8 * Number(set.params['ticks']),
          leadOperations: 2 * Number(set.params['ticks']),
          shortOperations: Number(set.params['ticks']),
          fresh: true,
        });
    for (const { set, slices } of planOf({ sides: ['base', 'head'] }).blocks)
      expect(slices).toMatchObject({
        operations: 4 * Number(set.params['ticks']),
        leadOperations: 0,
        shortOperations: 0,
        fresh: false,
      });
  });

  test('takes the sizes of its parameter set where that has its own', () => {
    const own = { ...SLICED, sizes: { ...SLICED.sizes, operations: [77] } };
    const slicesOf = (measurement: SamplingPlan) =>
      planOf({ measurement, own }).blocks[0]?.slices?.operations;
    expect([slicesOf(SLICED), slicesOf(PLAIN)]).toEqual([77, 77]);
  });

  test('has no slices where nothing is compared, and where it is measured in another way', () => {
    expect(planOf({ reference: null }).blocks[0]?.slices).toBeNull();
    expect(planOf({ measurement: PLAIN }).blocks[0]?.slices).toBeNull();
  });
});

test('sliced blocks of two builds have as many repetitions as the gate may need, and the others as many as asked for', () => {
  const sides = ['base', 'head'] as const;
  const repetitionsOf = (setting: Setting): number =>
    new Set(planOf(setting).steps.map(({ repetition }) => repetition)).size;
  expect(repetitionsOf({ sides, repetitions: 2, gateRepetitions: 5 })).toBe(5);
  expect(repetitionsOf({ repetitions: 2, gateRepetitions: 5 })).toBe(2);
  expect(repetitionsOf({ sides, repetitions: 2, gateRepetitions: 5, measurement: PLAIN })).toBe(2);
});

test('a duet has its control in every repetition, a plain block in every fourth', () => {
  const duet = groups(planOf({ measurement: { kind: 'duet', reason: 'A test.' } }));
  expect(duet).toEqual(Array(4).fill('callbacks promises promises@control streams'));
  const plain = groups(planOf({ measurement: PLAIN, repetitions: 9 }));
  const withControl = plain.flatMap((group, repetition) => (group.includes('control') ? [repetition] : []));
  expect(withControl).toEqual([0, 4, 8]);
});

describe('the control', () => {
  test('is of the first subject of the same runtime where the reference itself is not there', () => {
    const { blocks } = planOf({ subjects: [subjectOf('streams'), subjectOf('callbacks')] });
    expect(blocks[0]?.reference?.id).toBe('node/streams');
  });

  test('is of nobody where no subject is of its runtime, and where nothing is compared', () => {
    for (const reference of ['python/coroutines', null]) {
      const { steps, blocks } = planOf({ reference });
      expect(blocks[0]?.reference).toBeNull();
      expect(steps.some(({ cell }) => cell.side === 'control')).toBe(false);
    }
  });

  test('is not planned as a cell that cannot be run', () => {
    expect(planOf().unsupported).toEqual([]);
  });
});

test('the expected time counts the turns of slices, and a duet as one round for all', () => {
  const repetitions = 2;
  const sliced = planOf({ repetitions });
  expect(sliced.expectedMs).toBe(sliced.steps.length * (START_COST_MS + (200 + 40) * 6));
  const slow = planOf({ repetitions, measurement: { ...SLICED, warmupMs: 5000 } });
  expect(slow.expectedMs).toBe(slow.steps.length * (START_COST_MS + 5000 + 40 * 6));
  const duet = planOf({ repetitions, measurement: { kind: 'duet', reason: 'A test.' } });
  const longest = Math.max(
    ...duet.blocks.map(({ set }) => set.pacing.warmupMs + set.pacing.measuredMs + START_COST_MS),
  );
  expect(duet.expectedMs).toBeLessThan(duet.steps.length * longest);
  expect(duet.expectedMs).toBeGreaterThan(duet.steps.length * START_COST_MS);
});
