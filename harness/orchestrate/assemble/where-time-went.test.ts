// Where the time of a run went: sums that fit each other, whatever ran at once.
import { expect, test } from 'vitest';
import { STAGES } from '../../contract/where-time-went.ts';
import type { RunStage, Stage, WhereTimeWent } from '../../contract/where-time-went.ts';
import type { BlockSpan, StageLedger } from '../../run/stages.ts';
import { openStages } from '../../run/stages.ts';
import { fakeStep } from '../../testing/fake-runtime.ts';
import { seededUniforms } from '../../testing/seeded-normals.ts';
import { whereTimeWent } from './where-time-went.ts';

const MS = 1e6;
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function span(beginMs: number, endMs: number, changes: Partial<BlockSpan> = {}): BlockSpan {
  const stagesNs = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Record<Stage, number>;
  stagesNs.slice = (endMs - beginMs) * MS;
  const own = { scenario: 'timers.sleep_loop', set: '5ms', cpu: null, stagesNs };
  return { ...own, beginNs: beginMs * MS, endNs: endMs * MS, ...changes };
}

const ledger = (
  endMs: number,
  entered: readonly (readonly [RunStage, number])[],
  blocks: readonly BlockSpan[],
): StageLedger => ({
  beginNs: 0,
  endNs: endMs * MS,
  entered: entered.map(([stage, atMs]) => ({ stage, atNs: atMs * MS })),
  blocks,
});

/** The sums that the contract promises. */
function expectWhole({ wallMs, blocksMs, runMs, cpus, blocks }: WhereTimeWent): void {
  expect(sum(Object.values(runMs)) + blocksMs).toBeCloseTo(wallMs, 6);
  for (const { busyMs, idleMs } of cpus) expect(busyMs + idleMs).toBeCloseTo(blocksMs, 6);
  const occupied = blocks.map((block) => block.wallMs * block.cpus);
  expect(sum(occupied)).toBeCloseTo(sum(cpus.map(({ busyMs }) => busyMs)), 6);
  for (const { wallMs, stagesMs } of blocks) expect(sum(Object.values(stagesMs))).toBeCloseTo(wallMs, 6);
}

test('blocks one after the other: what no block fills belongs to the orchestrator, and all adds up to the wall time', () => {
  const whole = whereTimeWent(
    ledger(
      100,
      [
        ['find', 0],
        ['plan', 10],
        ['between', 12],
        ['journal', 50],
        ['judge', 51],
        ['between', 55],
        ['assemble', 90],
      ],
      [span(15, 50), span(56, 86), span(86, 89, { scenario: 'io_fanout.tcp_echo', set: 's' })],
    ),
  );
  expect(whole.blocksMs).toBe(68);
  expect(whole.runMs).toMatchObject({ find: 10, plan: 2, between: 5, journal: 1, judge: 4, assemble: 10 });
  expect(whole.cpus).toEqual([{ cpu: null, busyMs: 68, idleMs: 0 }]);
  expect(whole.blocks).toMatchObject([
    { scenario: 'timers.sleep_loop', set: '5ms', blocks: 2, wallMs: 65, stagesMs: { slice: 65, end: 0 } },
    { scenario: 'io_fanout.tcp_echo', set: 's', blocks: 1, wallMs: 3 },
  ]);
  expectWhole(whole);
});

test('two CPUs: what the orchestrator does while a block of either runs takes no time of the run, and an idle CPU is seen', () => {
  const whole = whereTimeWent(
    ledger(
      100,
      [
        ['between', 0],
        ['judge', 40],
        ['between', 48],
      ],
      [span(10, 40, { cpu: 1 }), span(45, 90, { cpu: 1 }), span(20, 80, { cpu: 0 })],
    ),
  );
  expect(whole.blocksMs).toBe(80);
  expect(whole.runMs).toMatchObject({ between: 20, judge: 0 });
  expect(whole.cpus).toEqual([
    { cpu: 0, busyMs: 60, idleMs: 20 },
    { cpu: 1, busyMs: 75, idleMs: 5 },
  ]);
  expectWhole(whole);
});

test('a block that has the machine to itself occupies every CPU on which blocks run', () => {
  const whole = whereTimeWent(
    ledger(
      50,
      [['between', 0]],
      [
        span(0, 20, { cpu: 0 }),
        span(0, 15, { cpu: 1 }),
        span(20, 50, { cpu: null, scenario: 'timers.mass', set: '10k' }),
      ],
    ),
  );
  expect(whole.cpus).toEqual([
    { cpu: 0, busyMs: 50, idleMs: 0 },
    { cpu: 1, busyMs: 45, idleMs: 5 },
  ]);
  expect(whole.blocks.map(({ scenario, cpus }) => [scenario, cpus])).toEqual([
    ['timers.sleep_loop', 1],
    ['timers.mass', 2],
  ]);
  expectWhole(whole);
});

test('a run without blocks is all the orchestrator', () => {
  const whole = whereTimeWent(ledger(7, [['find', 0]], []));
  expect(whole).toMatchObject({ wallMs: 7, blocksMs: 0, cpus: [], blocks: [], runMs: { find: 7 } });
  expectWhole(whole);
});

test('any run of members, blocks, CPUs and stages adds up, by a clock that each event moves', () => {
  for (let seed = 0; seed < 200; seed++) {
    const next = seededUniforms(seed);
    let nowNs = 0;
    const stages = openStages(() => (nowNs += Math.floor(next() * 1e6)));
    const cpus = Math.floor(next() * 4);
    const open = new Map<number, ReturnType<typeof stages.block>>();
    for (let event = 0; event < 60; event++) {
      const cpu = Math.floor(next() * cpus);
      const block = open.get(cpu);
      const kind = next();
      if (kind < 0.2) stages.enter(next() < 0.5 ? 'judge' : 'between');
      else if (block === undefined) open.set(cpu, stages.block(fakeStep(), cpus === 0 ? null : cpu));
      else if (kind < 0.8) block.member().enter(next() < 0.5 ? 'start' : 'traced');
      else {
        block.close([]);
        open.delete(cpu);
      }
    }
    for (const block of open.values()) block.close([]);
    expectWhole(whereTimeWent(stages.read()));
  }
});
