// Which cells show what recording costs: one a scenario, the reference, alone, with secrets of its own.
import { expect, test } from 'vitest';
import type { Plan, Step } from '../contract/plan.ts';
import { fakeStep } from '../testing/fake-runtime.ts';
import { observerSteps } from './observer-steps.ts';

const base = fakeStep({ invocation: '0000-a' });
const reference = base.subject;
const other = { id: 'other/promises', runtime: 'other', style: 'promises' };

function planOf(...steps: readonly Step[]): Plan {
  const blocks = [...new Set(steps.map(({ block }) => block))];
  return { seed: 1, profile: 'smoke', repetitions: 1, blocks, steps, unsupported: [], expectedMs: 0 };
}

const inBlock = (block: Partial<Step['block']>): Step => ({
  ...base,
  block: { ...base.block, sampling: 'sliced', reference, ...block },
});

test('the reference of the first block of a scenario is run once more, plain, with a new nonce and secret', () => {
  const first = inBlock({});
  const control: Step = { ...first, cell: { ...first.cell, side: 'control' } };
  const partner: Step = { ...first, subject: other };
  const second = inBlock({ id: 'second' });
  const steps = observerSteps(planOf(partner, control, first, second), () => 0xabc);
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatchObject({
    subject: reference,
    cell: { side: 'head' },
    block: { id: first.block.id, sampling: 'plain', slices: null },
    invocation: 'observer-timers.sleep_loop',
    nonce: '00000abc00000abc',
    secret: 0xabc,
    seed: first.seed,
  });
});

test('where nothing is compared there is no reference, and nothing to show', () => {
  expect(observerSteps(planOf(inBlock({ reference: null })), () => 1)).toEqual([]);
});
