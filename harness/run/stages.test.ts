// The stages of blocks by a clock that the tests set.
import { expect, test } from 'vitest';
import { STAGES } from '../contract/where-time-went.ts';
import { invocationRecord } from '../testing/invocation-record.ts';
import { fakeStep } from '../testing/fake-runtime.ts';
import { sliceRecord } from '../testing/slice-record.ts';
import { openStages } from './stages.ts';

/** A clock that a test sets. */
function fakeClock(): { now: () => number; at: (ns: number) => void } {
  let nowNs = 0;
  return { now: () => nowNs, at: (ns) => (nowNs = ns) };
}

const step = fakeStep();
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const nothing = Object.fromEntries(STAGES.map((stage) => [stage, 0]));

test('a member alone: each stage lasts until the next one, and what comes before and after has no name', () => {
  const clock = fakeClock();
  const stages = openStages(clock.now);
  clock.at(10);
  const block = stages.block(step, null);
  const member = block.member();
  for (const [ns, stage] of [
    [13, 'start'],
    [20, 'prepare'],
    [24, 'traced'],
    [30, 'warmup'],
    [35, 'warmup'],
    [40, 'measured'],
    [70, 'end'],
    [90, 'other'],
  ] as const) {
    clock.at(ns);
    member.enter(stage);
  }
  clock.at(92);
  block.close([]);
  const [span] = stages.read().blocks;
  expect(span).toMatchObject({ beginNs: 10, endNs: 92, cpu: null });
  expect(span?.stagesNs).toEqual({
    ...nothing,
    start: 7,
    prepare: 4,
    traced: 6,
    warmup: 10,
    measured: 30,
    end: 20,
    other: 5,
  });
});

test('members at once count once: the block is in the first stage of the order that one of them is in', () => {
  const clock = fakeClock();
  const stages = openStages(clock.now);
  const block = stages.block(step, null);
  const [a, b] = [block.member(), block.member()];
  a.enter('start');
  b.enter('start');
  clock.at(5);
  a.enter('prepare');
  clock.at(8);
  a.enter('traced');
  clock.at(10);
  b.enter('prepare');
  clock.at(20);
  a.enter('wait');
  clock.at(23);
  b.enter('wait');
  clock.at(25);
  block.close([]);
  // B still starts while A is prepared; A's traced round then is what the block does.
  const own = stages.read().blocks[0]?.stagesNs;
  expect(own).toEqual({ ...nothing, start: 8, traced: 12, prepare: 3, wait: 2 });
});

test('the time of slices is divided by the slots of all members, and what remains lies between them', () => {
  const clock = fakeClock();
  const stages = openStages(clock.now);
  const block = stages.block(step, 3);
  const whole = block.member();
  whole.enter('slices');
  clock.at(1000);
  whole.enter('wait');
  clock.at(1010);
  const slices = sliceRecord({
    asked: [5, 20, 5, 20, 2],
    warmup: 2,
    roles: ['lead', 'measured', 'lead', 'measured', 'short'],
    turnNs: [10, 40, 12, 38, 5],
  });
  const record = invocationRecord({ slices });
  block.close([record, invocationRecord(), record]);
  const [span] = stages.read().blocks;
  expect(span).toMatchObject({ cpu: 3 });
  expect(span?.stagesNs).toEqual({
    ...nothing,
    warmup: 100,
    lead: 24,
    slice: 76,
    short: 10,
    between: 790,
    wait: 10,
  });
  expect(sum(Object.values(span?.stagesNs ?? {}))).toBe(1010);
});

test('a block that has not ended is left out, and the orchestrator enters a stage once', () => {
  const clock = fakeClock();
  const stages = openStages(clock.now);
  clock.at(4);
  stages.enter('plan');
  clock.at(6);
  stages.enter('plan');
  stages.block(step, null).member().enter('start');
  clock.at(9);
  expect(stages.read()).toEqual({
    beginNs: 0,
    endNs: 9,
    entered: [
      { stage: 'find', atNs: 0 },
      { stage: 'plan', atNs: 4 },
    ],
    blocks: [],
  });
});
