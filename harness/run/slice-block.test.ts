// The slices of a block with members that answer at once: who is asked for what, in which order, and who drops out.
import { describe, expect, test } from 'vitest';
import { splitMix32 } from '../contract/payload.ts';
import { sliceBlock } from './slice-block.ts';
import type { SliceBlock, SliceSchedule } from './slice-block.ts';
import type { SliceMember } from './slice-lane.ts';
import type { Turn } from './token-channel.ts';

const OPERATION_NS = 10_000;

interface Asked {
  readonly id: string;
  readonly operations: number;
}

interface Wish {
  readonly ids?: readonly string[];
  readonly schedule?: Partial<SliceSchedule>;
  readonly sizes?: ReadonlyMap<string, number>;
  /** What a member answers instead, by the number of its slice. */
  readonly answer?: (id: string, slice: number, operations: number) => Turn | undefined;
  readonly extra?: NonNullable<SliceMember['extra']>;
}

async function run({ ids = ['a', 'b', 'c'], schedule, sizes, answer, extra }: Wish = {}) {
  const asked: Asked[] = [];
  const ended: string[] = [];
  const members = ids.map((id): SliceMember => {
    let slices = 0;
    return {
      id,
      // No such process: the kernel tells nothing of it.
      pid: 0x7fff_fff0,
      ...(extra === undefined ? {} : { extra }),
      channel: {
        async turn(operations) {
          asked.push({ id, operations });
          return answer?.(id, slices++, operations) ?? { kind: 'done', turnNs: operations * OPERATION_NS };
        },
        end: () => void ended.push(id),
        busyNs: () => 0,
        giveUp: () => {},
        stray: () => null,
      },
    };
  });
  const known = new Map(sizes ?? ids.map((id) => [id, 10]));
  const block = await sliceBlock(members, {
    warmupSlices: 3,
    warmupMs: 0,
    slices: 5,
    next: splitMix32(1),
    limitMs: 1000,
    sizes: known,
    sizeKey: (id) => id,
    targetNs: 1e6,
    stopped: () => false,
    ...schedule,
  });
  return { block, asked, ended, sizes: known };
}

function slicesOf({ members }: SliceBlock, id: string) {
  const member = members.get(id);
  if (member?.kind !== 'done') throw new Error(`${id} is ${member?.kind}`);
  return member.slices;
}

const rounds = (asked: readonly Asked[], size: number): string[] =>
  Array.from({ length: asked.length / size }, (_, i) =>
    asked
      .slice(i * size, (i + 1) * size)
      .map(({ id }) => id)
      .join(''),
  );

describe('rounds', () => {
  test('give every member one slice each, in an order that changes and comes from the seed alone', async () => {
    const [first, again, other] = [
      await run(),
      await run(),
      await run({ schedule: { next: splitMix32(2) } }),
    ];
    const orders = rounds(first.asked, 3);
    expect(orders).toHaveLength(3 + 5);
    for (const order of orders) expect(order.split('').sort().join('')).toBe('abc');
    expect(new Set(orders).size).toBeGreaterThan(1);
    expect(again.asked).toEqual(first.asked);
    expect(other.asked).not.toEqual(first.asked);
  });

  test('are recorded slice by slice, and every member is told the end', async () => {
    const { block, ended } = await run();
    expect(slicesOf(block, 'b')).toEqual({
      warmup: 3,
      operations: 10,
      asked: Array<number>(8).fill(10),
      turnNs: Array<number>(8).fill(10 * OPERATION_NS),
      runNs: null,
      waitNs: null,
      involuntarySwitches: null,
    });
    expect(ended).toEqual(['a', 'b', 'c']);
    expect(block.window).toMatchObject({ slices: 15, turnsNs: 150 * OPERATION_NS });
  });
});

describe('the warm-up', () => {
  test('lasts until every member has had its time, and the same number of rounds for all', async () => {
    const sizes = new Map([
      ['a', 10],
      ['b', 30],
    ]);
    const { block } = await run({ ids: ['a', 'b'], sizes, schedule: { warmupMs: 1 } });
    expect([slicesOf(block, 'a').warmup, slicesOf(block, 'b').warmup]).toEqual([10, 10]);
  });

  test('comes to an end where slices take no time at all', async () => {
    const { block } = await run({
      ids: ['a'],
      schedule: { warmupMs: 1 },
      answer: () => ({ kind: 'done', turnNs: 0 }),
    });
    expect(slicesOf(block, 'a').warmup).toBe(2000);
  });
});

describe('the size', () => {
  test('is searched once by each that does not know it, and its slices count as warm-up', async () => {
    const key = (id: string): string => (id === 'c' ? 'c' : 'ab');
    const { block, sizes } = await run({ sizes: new Map(), schedule: { sizeKey: key } });
    const found = sizes.get('ab') ?? 0;
    expect(found * OPERATION_NS).toBeGreaterThan(0.8e6);
    expect(found * OPERATION_NS).toBeLessThan(1.3e6);
    const [a, b, c] = ['a', 'b', 'c'].map((id) => slicesOf(block, id));
    expect([a?.operations, b?.operations, c?.operations]).toEqual([found, found, sizes.get('c')]);
    expect(b?.warmup).toBe(3);
    expect(a?.warmup).toBeGreaterThan(50);
    expect(a?.asked).toHaveLength((a?.warmup ?? 0) + 5);
  });

  test('is not searched any further after a stop', async () => {
    let turns = 0;
    const { block, asked, sizes } = await run({
      sizes: new Map(),
      schedule: { stopped: () => turns >= 4 },
      answer: () => (turns++, undefined),
    });
    expect(asked).toHaveLength(4);
    expect(sizes.size).toBe(0);
    expect([...block.members.values()].map(({ kind }) => kind)).toEqual(['stopped', 'stopped', 'stopped']);
  });

  test('may be exceeded by an injected slowdown, which is recorded as asked and not as its size', async () => {
    const { block } = await run({ extra: (slice, operations) => (slice === 4 ? operations : 0) });
    expect(slicesOf(block, 'a')).toMatchObject({ operations: 10, asked: [10, 10, 10, 10, 20, 10, 10, 10] });
  });
});

describe('a member that breaks', () => {
  test.each<[when: string, slice: number]>([
    ['in the warm-up', 1],
    ['in a measured slice', 6],
  ])('%s drops out, and the others finish', async (_when, slice) => {
    const { block, asked, ended } = await run({
      answer: (id, number) => (id === 'b' && number === slice ? { kind: 'failed' } : undefined),
    });
    expect(block.members.get('b')).toEqual({ kind: 'broken', turn: { kind: 'failed' }, slice });
    expect(asked.filter(({ id }) => id === 'b')).toHaveLength(slice + 1);
    expect([slicesOf(block, 'a').asked.length, slicesOf(block, 'c').asked.length]).toEqual([8, 8]);
    expect(ended).toEqual(['a', 'c']);
  });

  test('in the search of its size leaves the search to the next that is equal', async () => {
    const { block, sizes } = await run({
      sizes: new Map(),
      schedule: { sizeKey: () => 'same' },
      answer: (id) => (id === 'a' ? { kind: 'closed' } : undefined),
    });
    expect(block.members.get('a')).toMatchObject({ kind: 'broken', slice: 0 });
    expect(slicesOf(block, 'b').operations).toBe(sizes.get('same'));
  });

  test('leaves a block of nobody, which ends', async () => {
    const { block, asked } = await run({ answer: () => ({ kind: 'closed' }), schedule: { warmupMs: 5 } });
    expect([...block.members.values()].map(({ kind }) => kind)).toEqual(['broken', 'broken', 'broken']);
    expect(asked).toHaveLength(3);
  });
});

test('a stop ends the slices after the round that runs, and no member counts as measured', async () => {
  let turns = 0;
  const { block, asked, ended } = await run({
    schedule: { stopped: () => turns >= 13 },
    answer: () => (turns++, undefined),
  });
  expect(asked).toHaveLength(15);
  expect([...block.members.values()].map(({ kind }) => kind)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(ended).toEqual(['a', 'b', 'c']);
});
