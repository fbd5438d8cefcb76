// The slices that a plan asks for: products of parameters, and what two builds, a run across runtimes and a smoke run have of them.
import { describe, expect, test } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import type { Parameters } from '../contract/message.ts';
import type { SlicePlan } from '../contract/plan.ts';
import { samplingPlanOf } from '../contract/scenario.ts';
import { gatePlan, operationsOf, ratioPlan, smokePlan } from './slice-plan.ts';
import { gateSlicesOf } from '../contract/measurement.ts';
import type { SamplingPlan } from '../contract/measurement.ts';
import type { Sliced } from './slice-plan.ts';

const SLICED: Sliced = {
  kind: 'sliced',
  sizes: { operations: ['connections', 'pipeline', 16], lead: ['connections', 4], short: [6], gate: [9, 2] },
  warmup: { gate: 40, ratio: 12 },
  warmupMs: 30,
  passes: { gate: 60, ratio: 16 },
  typical: 'wall',
  reason: 'A test.',
};
const PARAMS = { connections: 8, pipeline: 4, bytes: 64 };

function gateOf(measurement: SamplingPlan, params: Parameters = PARAMS): SlicePlan | null {
  const slices = gateSlicesOf(measurement);
  return slices === null ? null : gatePlan(slices, params);
}

describe('a number of operations', () => {
  test.each([
    [[7], 7],
    [['connections'], 8],
    [['connections', 'pipeline', 16], 512],
    [[0.5, 'connections'], 4],
    [['connections', 'connections'], 64],
    [[4_294_967_295], 4_294_967_295],
  ])('of %j is the product %d', (product, operations) => {
    expect(operationsOf(product, PARAMS)).toBe(operations);
  });

  test.each([
    ['a parameter that is not there', ['clients']],
    ['a parameter that is no number', ['name', 2]],
    ['none', [0]],
    ['a parameter of none', ['idle', 5]],
    ['less than none', [-1]],
    ['half of one', ['pipeline', 0.125]],
    ['more than a token can say', [4_294_967_296]],
    ['more than a token can say in all', ['connections', 536_870_912]],
    ['no end of them', [Number.POSITIVE_INFINITY]],
  ])('cannot be %s', (_name, product) => {
    expect(() => operationsOf(product, { ...PARAMS, idle: 0, name: 'echo' })).toThrow(RangeError);
  });
});

test('a run across runtimes has leads and short slices, in processes that are fresh', () => {
  expect(ratioPlan(SLICED, PARAMS)).toEqual({
    operations: 512,
    leadOperations: 32,
    shortOperations: 6,
    warmupPasses: 12,
    warmupMs: 30,
    passes: 16,
    fresh: true,
  });
});

test('two builds have slices of a size of their own, without lead and short ones, in processes that have run', () => {
  expect(gateOf(SLICED)).toEqual({
    operations: 18,
    leadOperations: 0,
    shortOperations: 0,
    warmupPasses: 40,
    warmupMs: 30,
    passes: 60,
    fresh: false,
  });
});

test('what runs alone may have slices for two builds all the same', () => {
  const gate = { operations: [9, 2], warmup: 40, warmupMs: 30, passes: 60, typical: 'cpu' as const };
  expect(gateOf({ kind: 'plain', reason: 'A test.', gate })).toEqual(gateOf(SLICED));
  expect(gateOf({ kind: 'plain', reason: 'A test.' })).toBeNull();
  expect(gateOf({ kind: 'duet', reason: 'A test.' })).toBeNull();
});

test.each([
  ['across runtimes', ratioPlan],
  ['of two builds', gateOf],
])(
  'a smoke run %s has few slices of the same sizes, one of them short where there are any',
  (_name, planOf) => {
    const plan = planOf(SLICED, PARAMS);
    if (plan === null) throw new Error('no slices');
    expect(smokePlan(plan)).toEqual({ ...plan, warmupPasses: 1, warmupMs: 0, passes: 4 });
  },
);

test('sizes that are no numbers of operations are found where the plan is made', () => {
  const unknown = (size: 'operations' | 'lead' | 'short' | 'gate'): Sliced => ({
    ...SLICED,
    sizes: { ...SLICED.sizes, [size]: ['clients'] },
  });
  for (const size of ['operations', 'lead', 'short'] as const)
    expect(() => ratioPlan(unknown(size), PARAMS)).toThrow('a slice of NaN operations');
  expect(() => gateOf(unknown('gate'))).toThrow('a slice of NaN operations');
  expect(() => gateOf(unknown('short'))).not.toThrow();
});

describe('every parameter set of a sliced scenario', () => {
  const sets = scenarios.flatMap((scenario) =>
    Object.entries(scenario.profiles).flatMap(([profile, list]) =>
      list.flatMap((set) => {
        const sliced = samplingPlanOf(scenario, set);
        return sliced.kind === 'sliced'
          ? [{ name: `${scenario.id} ${profile}/${set.name}`, sliced, set }]
          : [];
      }),
    ),
  );

  test('is one of many', () => expect(sets.length).toBeGreaterThan(10));

  test.each(sets)('has sizes that can be asked for: $name', ({ sliced, set }) => {
    const { operations, leadOperations, shortOperations } = ratioPlan(sliced, set.params);
    expect(leadOperations).toBeGreaterThan(0);
    expect(shortOperations).toBeLessThan(operations);
    expect(gateOf(sliced, set.params)?.operations).toBeGreaterThan(0);
  });
});
