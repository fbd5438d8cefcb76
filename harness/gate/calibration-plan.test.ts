// The plan of a calibration: in each block the base and every slowdown once, co-scheduled as the gate does with two builds.
import { expect, test } from 'vitest';
import { scenario as turn } from '../../scenarios/dispatch/turn/scenario.ts';
import { splitMix32 } from '../contract/payload.ts';
import type { Choice } from '../orchestrate/prepare/choose.ts';
import { calibratedCells } from './calibrated-cells.ts';
import { calibrationPlan } from './calibration-plan.ts';
import type { CalibratedCell } from './calibration-plan.ts';
import { SLOWDOWNS } from './slowdowns.ts';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';

const SUBJECT = { id: 'node/promises', runtime: 'node', style: 'promises' };

const choiceOf = (wanted: Choice['wanted']): Choice => ({
  wanted,
  reference: SUBJECT.id,
  runtimes: [],
  absent: [],
});

function cellOf(): CalibratedCell {
  const [cell] = calibratedCells(choiceOf([{ scenario: turn, subjects: [SUBJECT] }]), false);
  if (cell === undefined) throw new Error('dispatch.turn is not sliced');
  return cell;
}

const planOf = (seed: number) =>
  calibrationPlan(cellOf(), { slowdowns: SLOWDOWNS, blocks: 5, seed, random32: splitMix32(1) });

test('each block has the base and every slowdown once, in one group and with one schedule', () => {
  const { plan, roles } = planOf(4);
  expect(plan.steps).toHaveLength(5 * (SLOWDOWNS.length + 1));
  for (const repetition of [0, 1, 2, 3, 4]) {
    const steps = plan.steps.filter((step) => step.repetition === repetition);
    expect(new Set(steps.map(({ group }) => group))).toEqual(new Set([repetition]));
    expect(new Set(steps.map(({ seed }) => seed)).size).toBe(1);
    expect(new Set(steps.map(({ secret }) => secret)).size).toBe(steps.length);
    const found = steps.map(({ invocation }) => roles.get(invocation));
    expect(found.map((role) => role?.slowdown?.id ?? 'base').sort()).toEqual(
      ['base', ...SLOWDOWNS.map(({ id }) => id)].sort(),
    );
    expect(found.map((role) => role?.place)).toEqual(steps.map((_, place) => place));
    expect(steps.filter(({ cell }) => cell.side === 'base')).toHaveLength(1);
  }
});

test('it warms up as the gate does, and the order of its members comes from the seed', () => {
  const { plan } = planOf(4);
  expect(plan.blocks[0]).toMatchObject({
    sampling: 'sliced',
    sides: ['base', 'head'],
    slices: {
      warmupPasses: 20,
      passes: 60,
      operations: 500,
      leadOperations: 0,
      shortOperations: 0,
      fresh: false,
    },
  });
  const orders = (seed: number): string[] => planOf(seed).plan.steps.map(({ invocation }) => invocation);
  expect(orders(4)).toEqual(orders(4));
  expect(orders(4)).not.toEqual(orders(5));
});

test('only what is measured in slices is calibrated, and of all scenarios the usual ones', () => {
  const wanted = [
    { scenario: turn, subjects: [SUBJECT] },
    { scenario: sleepLoop, subjects: [SUBJECT] },
    { scenario: { ...turn, id: 'dispatch.other' }, subjects: [SUBJECT] },
  ];
  const ids = (usual: boolean): string[] =>
    calibratedCells(choiceOf(wanted), usual).map(({ scenario }) => scenario.id);
  expect(ids(false)).toEqual(['dispatch.turn', 'dispatch.other']);
  expect(ids(true)).toEqual(['dispatch.turn']);
});
