// Units on several CPUs at once: each on its own, some with the machine to themselves, and nothing of them left behind.
import { afterEach, expect, test } from 'vitest';
import { allowedCpus } from './block/affinity.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Step } from '../contract/plan.ts';
import { expectNobodyLeft } from '../testing/fake-block.ts';
import { fakeContext, PATIENT } from '../testing/fake-context.ts';
import type { FakeContext } from '../testing/fake-context.ts';
import { fakeRuntime, fakeStep, SOURCE_ROOT } from '../testing/fake-runtime.ts';
import type { RunPlanContext } from './carry-out-group.ts';
import { harnessNow } from './clock.ts';
import { runQueue } from './run-queue.ts';
import type { WorkUnit } from './run-queue.ts';
import { openStages } from './stages.ts';

let context: FakeContext | undefined;
afterEach(() => context?.remove());

const CPUS = (allowedCpus() ?? []).slice(-2);

function unitOf(name: string, alone = false, size = 2): WorkUnit {
  const steps = Array.from(
    { length: size },
    (_, i): Step => fakeStep({ repetition: 0, invocation: `${name}-${i}`, minimumRounds: 1 }),
  );
  return { steps, alone };
}

interface Span {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

async function run(
  units: WorkUnit[],
  {
    fault = 'none',
    cpus = CPUS,
    ...more
  }: Partial<RunPlanContext> & { fault?: string; cpus?: number[] } = {},
): Promise<InvocationRecord[]> {
  context = fakeContext({ limits: PATIENT });
  const whole = { ...context, packageRoot: () => SOURCE_ROOT, ...more };
  const records: InvocationRecord[] = [];
  const queue = { next: () => units.shift() ?? null };
  for await (const record of runQueue(queue, cpus, [fakeRuntime(fault)], whole)) records.push(record);
  return records;
}

const spanOf = ({ id, startedAtMs, wallMs }: InvocationRecord): Span => ({
  id,
  from: startedAtMs,
  to: startedAtMs + wallMs,
});

/** By more than the times of their starts are rounded. */
const overlap = (a: Span, b: Span): boolean => a.from + 2 < b.to && b.from + 2 < a.to;

test('two units run at once, each on its own CPU, and their own steps one after the other', async () => {
  expect(CPUS).toHaveLength(2);
  const records = await run([unitOf('a'), unitOf('b')]);
  expect(records.map(({ outcome }) => outcome.kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
  const of = (name: string) => records.filter(({ id }) => id.startsWith(name));
  const [a, b] = [of('a'), of('b')];
  expect(a.map(({ id }) => id)).toEqual(['a-0', 'a-1']);
  const cpusOf = (own: readonly InvocationRecord[]) => new Set(own.map(({ conditions }) => conditions.cpu));
  expect([cpusOf(a).size, cpusOf(b).size, cpusOf(records)]).toEqual([1, 1, new Set(CPUS)]);
  expect(a.map(spanOf).some((one) => b.map(spanOf).some((other) => overlap(one, other)))).toBe(true);
  if (context !== undefined) expectNobodyLeft(context);
});

test('what needs the machine to itself runs while nothing else does, and is not pinned', async () => {
  const records = await run([unitOf('a'), unitOf('alone', true), unitOf('b')]);
  const alone = records.filter(({ id }) => id.startsWith('alone'));
  const others = records.filter(({ id }) => !id.startsWith('alone'));
  expect([alone.length, others.length]).toEqual([2, 4]);
  expect(alone.map(({ conditions }) => conditions.cpu)).toEqual([null, null]);
  for (const one of alone.map(spanOf))
    for (const other of others.map(spanOf)) expect(overlap(one, other), `${one.id} ${other.id}`).toBe(false);
});

test('the stages of units that run at once have their CPU, those of one with the machine to itself have none', async () => {
  const runStages = openStages(harnessNow);
  await run([unitOf('a', false, 1), unitOf('b', false, 1), unitOf('alone', true, 1)], { runStages });
  const { blocks } = runStages.read();
  expect(blocks.map(({ cpu }) => cpu).slice(0, 2)).toEqual(expect.arrayContaining(CPUS));
  expect(blocks.map(({ cpu }) => cpu).slice(2)).toEqual([null]);
  const [alone] = blocks.slice(2);
  for (const { endNs } of blocks.slice(0, 2)) expect(endNs).toBeLessThan(alone?.beginNs ?? 0);
});

test('with one CPU everything runs one after the other, as the machine likes', async () => {
  const records = await run([unitOf('a'), unitOf('b')], { cpus: [0] });
  expect(records.map(({ id }) => id)).toEqual(['a-0', 'a-1', 'b-0', 'b-1']);
  expect(records.map(({ conditions }) => conditions.cpu)).toEqual([null, null, null, null]);
});

test('a unit of which every step is skipped does not end the run', async () => {
  const skip = ([first]: readonly Step[]): boolean => first?.invocation.startsWith('a') === true;
  const records = await run([unitOf('a'), unitOf('a'), unitOf('a'), unitOf('b')], { skip });
  expect(records.map(({ id }) => id)).toEqual(['b-0', 'b-1']);
});

test('after a soft stop what had begun is yielded, and nothing more begins', async () => {
  const soft = new AbortController();
  const stop = { soft: soft.signal, hard: new AbortController().signal };
  const records = await run([unitOf('a', false, 1), unitOf('b', false, 1), unitOf('c')], {
    stop,
    onStep: () => soft.abort(),
  });
  expect(records.map(({ id }) => id).toSorted()).toEqual(['a-0']);
});

test('a failure of the harness itself ends the run, when nothing is running any more', async () => {
  const broken = ([first]: readonly Step[]): boolean => {
    if (first?.invocation === 'b-0') throw new Error('the disk is full');
    return false;
  };
  await expect(run([unitOf('a'), unitOf('b'), unitOf('c')], { skip: broken })).rejects.toThrow(
    'the disk is full',
  );
  if (context !== undefined) expectNobodyLeft(context);
});
