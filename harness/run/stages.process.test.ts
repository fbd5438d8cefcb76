// Which stages blocks of live runners pass through, whole and broken.
import { expect, test } from 'vitest';
import { STAGES } from '../contract/where-time-went.ts';
import type { Stage } from '../contract/where-time-went.ts';
import { FAKE_SLICES, runFakeBlock } from '../testing/fake-block.ts';
import type { FakeBlockRequest } from '../testing/fake-block.ts';
import { harnessNow } from './clock.ts';
import { openStages } from './stages.ts';
import type { BlockSpan } from './stages.ts';

async function spansOf(request: FakeBlockRequest): Promise<readonly BlockSpan[]> {
  const runStages = openStages(harnessNow);
  await runFakeBlock(request, { more: { runStages } });
  const { beginNs, endNs, blocks } = runStages.read();
  for (const block of blocks) {
    const parts = STAGES.map((stage) => block.stagesNs[stage]);
    expect(parts.every((ns) => ns >= 0)).toBe(true);
    expect(parts.reduce((sum, ns) => sum + ns, 0)).toBe(block.endNs - block.beginNs);
    expect(block.beginNs).toBeGreaterThan(beginNs);
    expect(block.endNs).toBeLessThan(endNs);
  }
  return blocks;
}

const passed = (span: BlockSpan | undefined): Stage[] =>
  STAGES.filter((stage) => (span?.stagesNs[stage] ?? 0) > 0);

const AROUND: ReadonlySet<Stage> = new Set(['start', 'prepare', 'end', 'other']);
const inOrder = (...stages: readonly Stage[]): Stage[] =>
  STAGES.filter((stage) => stages.includes(stage) || AROUND.has(stage));

test('a sliced block is one span, with all of its stages', async () => {
  const slices = { ...FAKE_SLICES, leadOperations: 5, shortOperations: 5 };
  const spans = await spansOf({ faults: ['none', 'takes-stalls'], slices });
  expect(spans).toHaveLength(1);
  expect(passed(spans[0])).toEqual([...STAGES]);
});

test('two repetitions of a block without leads and short slices are two spans without them', async () => {
  const spans = await spansOf({ faults: ['none', 'takes-stalls'], repetitions: 2 });
  expect(spans.map(passed)).toEqual(
    Array<Stage[]>(2).fill(inOrder('wait', 'pin', 'warmup', 'slice', 'between', 'measured', 'traced')),
  );
});

test('a duet has rounds and no slices', async () => {
  // One member alone: the preparation of a second one may pass unseen behind the first one's traced round.
  const spans = await spansOf({ faults: ['none'], sampling: 'duet' });
  expect(spans.map(passed)).toEqual([inOrder('wait', 'pin', 'warmup', 'measured', 'traced')]);
});

test('each plain invocation is a span of its own', async () => {
  const spans = await spansOf({ faults: ['none', 'takes-stalls'], sampling: 'plain' });
  expect(spans.map(passed)).toEqual(Array<Stage[]>(2).fill(inOrder('warmup', 'measured', 'traced')));
});

test('a member that crashes in its measured round has no traced one, and its block ends all the same', async () => {
  const spans = await spansOf({ faults: ['exit-3'] });
  expect(spans.map(passed)).toEqual([inOrder('wait', 'pin', 'warmup', 'slice', 'between', 'measured')]);
});
