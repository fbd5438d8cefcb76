// Blocks of fake runners, one fault a member, carried out as a run does it.
import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { InvocationRecord, Subject } from '../contract/invocation.ts';
import type { Block, Plan, SlicePlan, Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { SamplingPlan } from '../contract/measurement.ts';
import { NO_CONDITIONS } from '../run/block/bench-conditions.ts';
import type { BlockSettings } from '../run/block/block-types.ts';
import { groupIsAlive } from '../run/session/process-group.ts';
import { runPlan } from '../run/run-plan.ts';
import type { RunPlanContext } from '../run/carry-out-group.ts';
import type { FakeContext } from './fake-context.ts';
import { contextForTest } from './fake-invocation.ts';
import { fakeRuntime, fakeStep, SOURCE_ROOT } from './fake-runtime.ts';

export const FAKE_SLICES: SlicePlan = {
  operations: 20,
  leadOperations: 0,
  shortOperations: 0,
  warmupPasses: 2,
  warmupMs: 0,
  passes: 4,
  fresh: true,
};

export interface FakeBlockRequest {
  /** A member for each, in this order: its runtime is named after its fault. */
  readonly faults: readonly string[];
  readonly sampling?: Block['sampling'];
  readonly sides?: Block['sides'];
  readonly slices?: SlicePlan;
  readonly repetitions?: number;
}

const SLICED: SamplingPlan = {
  kind: 'sliced',
  sizes: { operations: [20], lead: [5], short: [5], gate: [20] },
  warmup: { gate: 2, ratio: 2 },
  warmupMs: 0,
  passes: { gate: 4, ratio: 4 },
  typical: 'wall',
  reason: 'A test.',
};

export function fakeBlockSteps(request: FakeBlockRequest): Step[] {
  const { faults, sampling = 'sliced', sides = ['head'], slices = FAKE_SLICES, repetitions = 1 } = request;
  const plain = fakeStep({ minimumRounds: 1 });
  const scenario = {
    ...plain.block.scenario,
    ...(sampling === 'sliced' ? { measurement: SLICED } : {}),
  };
  const subjects = faults.map((_, i) => {
    const runtime = runtimeName(faults, i);
    return { id: `${runtime}/promises`, runtime, style: 'promises' as const };
  });
  const block: Block = {
    ...plain.block,
    scenario,
    subjects,
    sides,
    sampling,
    alone: sampling === 'plain',
    slices: sampling === 'sliced' ? slices : null,
    reference: subjects[0] ?? null,
  };
  const at = (repetition: number, subject: Subject): Step => ({
    ...plain,
    invocation: `u${repetition}-${subject.runtime}`,
    repetition,
    group: repetition,
    block,
    subject,
    cell: { ...plain.cell, subject: subject.id },
  });
  return Array.from({ length: repetitions }, (_, repetition) =>
    subjects.map((subject) => at(repetition, subject)),
  ).flat();
}

/** Two members with one fault are two subjects. */
const runtimeName = (faults: readonly string[], i: number): string =>
  faults.indexOf(faults[i] ?? '') === i ? (faults[i] ?? '') : `${faults[i]}-${i}`;

export function fakeRuntimes({ faults }: FakeBlockRequest): Runtime[] {
  return faults.map((fault, i) => Object.assign(fakeRuntime(fault), { id: runtimeName(faults, i) }));
}

export interface BlockRun {
  /** By the name of the member, in the first repetition. */
  readonly of: (member: string) => InvocationRecord;
  readonly records: readonly InvocationRecord[];
  readonly context: FakeContext;
}

export interface BlockRunOptions {
  readonly settings?: Partial<BlockSettings>;
  readonly context?: FakeContext;
  readonly more?: Partial<RunPlanContext>;
}

export async function runFakeBlock(
  request: FakeBlockRequest,
  { settings, context = contextForTest(), more }: BlockRunOptions = {},
): Promise<BlockRun> {
  const steps = fakeBlockSteps(request);
  const plan: Plan = {
    seed: 1,
    profile: 'smoke',
    repetitions: request.repetitions ?? 1,
    blocks: steps.slice(0, 1).map(({ block }) => block),
    steps,
    unsupported: [],
    expectedMs: 0,
  };
  const blocks: BlockSettings = { machine: NO_CONDITIONS, ...settings };
  const whole = { ...context, packageRoot: () => SOURCE_ROOT, blocks, ...more };
  const records: InvocationRecord[] = [];
  for await (const record of runPlan(plan, fakeRuntimes(request), whole)) records.push(record);
  const of = (member: string): InvocationRecord => {
    const record = records.find(({ id }) => id === `u0-${member}`);
    if (record === undefined) throw new Error(`no record of ${member}`);
    return record;
  };
  return { of, records, context };
}

/** Of none of the block's runners anything is left. */
export function expectNobodyLeft({ witness, scratchDirectory }: FakeContext): void {
  expect(witness.guarded.length).toBeGreaterThan(0);
  expect(new Set(witness.released)).toEqual(new Set(witness.guarded));
  expect(witness.guarded.filter(groupIsAlive)).toEqual([]);
  expect(readdirSync(scratchDirectory)).toEqual(['run']);
}
