// A plan is carried out in its order; what keeps failing is not started for ever; a stop ends it.
import { afterEach, expect, test } from 'vitest';
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Plan, Step } from '../contract/plan.ts';
import { fakeContext, PATIENT } from '../testing/fake-context.ts';
import type { FakeContext } from '../testing/fake-context.ts';
import { fakeRuntime, fakeStep, SOURCE_ROOT } from '../testing/fake-runtime.ts';
import { runPlan } from './run-plan.ts';
import type { RunPlanContext } from './carry-out-group.ts';

let context: FakeContext | undefined;
afterEach(() => context?.remove());

const planOf = (steps: readonly Step[]): Plan => ({
  seed: 1,
  profile: 'smoke',
  repetitions: 4,
  blocks: steps.map(({ block }) => block),
  steps,
  unsupported: [],
  expectedMs: 0,
});

const steps = (count: number): Step[] =>
  Array.from({ length: count }, (_, repetition) =>
    fakeStep({ repetition, invocation: `u${repetition}`, minimumRounds: 1 }),
  );

async function run(
  fault: string,
  plan: Plan,
  more: Partial<RunPlanContext> = {},
): Promise<InvocationRecord[]> {
  context = fakeContext({ limits: PATIENT });
  const records: InvocationRecord[] = [];
  const whole = { ...context, packageRoot: () => SOURCE_ROOT, ...more };
  for await (const record of runPlan(plan, [fakeRuntime(fault)], whole)) records.push(record);
  return records;
}

const kinds = (records: readonly InvocationRecord[]) => records.map(({ outcome }) => outcome.kind);

test('every step gives one record, in the order of the plan', async () => {
  const records = await run('none', planOf(steps(3)));
  expect(records.map(({ id, repetition }) => [id, repetition])).toEqual([
    ['u0', 0],
    ['u1', 1],
    ['u2', 2],
  ]);
  expect(kinds(records)).toEqual(['ok', 'ok', 'ok']);
});

test('after two failures of the same kind in a row, a subject is not started again in that cell', async () => {
  const records = await run('exit-3', planOf(steps(4)));
  expect(kinds(records)).toEqual(['exited', 'exited', 'not-run', 'not-run']);
  expect(records[2]?.outcome).toEqual({
    kind: 'not-run',
    reason: 'ended with exited 2 times in a row before',
  });
  expect(context?.witness.guarded).toHaveLength(2);
});

test('another cell of the same subject is still started', async () => {
  const [first, second, third] = steps(3);
  if (!first || !second || !third) throw new Error('three steps');
  const other = { ...third, cell: { ...third.cell, set: 'another' } };
  expect(kinds(await run('exit-3', planOf([first, second, other])))).toEqual(['exited', 'exited', 'exited']);
});

test('`unsupported` is asked once and repeated', async () => {
  const records = await run('unsupported', planOf(steps(3)));
  expect(kinds(records)).toEqual(['unsupported', 'unsupported', 'unsupported']);
  expect(context?.witness.guarded).toHaveLength(1);
});

test('a subject whose interpreter was not found is not run, and says so', async () => {
  const [step] = steps(1);
  if (!step) throw new Error('one step');
  const subject = { ...step.subject, runtime: 'bun' };
  const records = await run('none', planOf([{ ...step, subject }]));
  expect(records[0]?.outcome).toEqual({ kind: 'not-run', reason: 'no interpreter for bun' });
});

test('after a soft stop the step that had begun is yielded, and nothing more', async () => {
  const records = await run('none', planOf(steps(3)), {
    onRound: ({ purpose }) => purpose === 'measured' && context?.stopSoft(),
  });
  expect(kinds(records)).toEqual(['ok']);
});

test('after a hard stop the interrupted step is yielded as such', async () => {
  const records = await run('hang-on-round', planOf(steps(3)), { onStep: () => context?.stopHard() });
  expect(records.map(({ outcome }) => outcome)).toEqual([{ kind: 'not-run', reason: 'interrupted' }]);
});

test('each side is run from its own package', async () => {
  const asked: string[] = [];
  const [head, base] = steps(2);
  if (!head || !base) throw new Error('two steps');
  const other = { ...base, cell: { ...base.cell, side: 'base' as const } };
  await run('none', planOf([head, other]), {
    packageRoot: (side) => {
      asked.push(side);
      return SOURCE_ROOT;
    },
  });
  expect(asked).toEqual(['head', 'base']);
});
