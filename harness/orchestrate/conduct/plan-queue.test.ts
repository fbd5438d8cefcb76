// A plan as a queue: what makes pairs stays together, and CPUs stay busy where there are several.
import { expect, test } from 'vitest';
import { fakeStep } from '../../testing/fake-runtime.ts';
import type { Plan, Step } from '../../contract/plan.ts';
import type { WorkQueue } from '../../run/run-queue.ts';
import { planQueue } from './plan-queue.ts';

interface Made {
  readonly id: string;
  readonly alone: boolean;
  readonly ms: number;
}

const LONG: Made = { id: 'long', alone: false, ms: 900 };
const SHORT: Made = { id: 'short', alone: false, ms: 10 };
const ALONE: Made = { id: 'alone', alone: true, ms: 2000 };

function planOf(repetitions: readonly (readonly Made[])[]): Plan {
  const steps = repetitions.flatMap((blocks, repetition) =>
    blocks.flatMap(({ id, alone, ms }): Step[] => {
      const step = fakeStep({ repetition, invocation: `${id}-${repetition}` });
      const pacing = { ...step.block.set.pacing, measuredMs: ms };
      const block = { ...step.block, id, alone, set: { ...step.block.set, pacing } };
      const member = (name: string): Step => ({ ...step, block, invocation: `${id}-${repetition}-${name}` });
      return [member('a'), member('b')];
    }),
  );
  return { seed: 1, profile: 'smoke', repetitions: 2, blocks: [], steps, unsupported: [], expectedMs: 0 };
}

function drained(queue: WorkQueue): string[] {
  const taken: string[] = [];
  for (let unit = queue.next(); unit !== null; unit = queue.next())
    taken.push(unit.steps.map(({ invocation }) => invocation).join(' '));
  return taken;
}

const PLAN = planOf([
  [ALONE, SHORT, LONG],
  [SHORT, LONG, ALONE],
]);

test('with one CPU the order of the plan is kept, and a block is one unit', () => {
  expect(drained(planQueue(PLAN, 1))).toEqual([
    'alone-0-a alone-0-b',
    'short-0-a short-0-b',
    'long-0-a long-0-b',
    'short-1-a short-1-b',
    'long-1-a long-1-b',
    'alone-1-a alone-1-b',
  ]);
});

test('with two, two repetitions of a block run beside each other, long ones first, and what needs the machine to itself last', () => {
  expect(drained(planQueue(PLAN, 2))).toEqual([
    'long-0-a long-0-b',
    'long-1-a long-1-b',
    'short-0-a short-0-b',
    'short-1-a short-1-b',
    'alone-0-a alone-0-b',
    'alone-1-a alone-1-b',
  ]);
});
