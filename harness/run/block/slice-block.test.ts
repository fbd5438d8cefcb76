// The slices of a block with members that answer at once: who is asked for what, in which order, and who drops out.
import { describe, expect, test } from 'vitest';
import { splitMix32 } from '../../contract/payload.ts';
import type { SlicePlan } from '../../contract/plan.ts';
import { sliceBlock } from './slice-block.ts';
import type { SliceBlock, SliceSchedule } from './slice-block.ts';
import type { SliceMember } from './member-series.ts';
import type { Slot } from './token-channel.ts';

const OPERATION_NS = 10_000;

interface Asked {
  readonly id: string;
  readonly operations: number;
}

const PLAN: SlicePlan = {
  operations: 10,
  leadOperations: 0,
  shortOperations: 0,
  warmupPasses: 3,
  warmupMs: 0,
  passes: 5,
  fresh: true,
};

interface Setting {
  readonly ids?: readonly string[];
  readonly plan?: Partial<SlicePlan>;
  readonly schedule?: Partial<SliceSchedule>;
  /** What a member answers instead, by the number of its slice. */
  readonly answer?: (id: string, slice: number, operations: number) => Slot | undefined;
  readonly extra?: NonNullable<SliceMember['extra']>;
}

async function run({ ids = ['a', 'b', 'c'], plan, schedule, answer, extra }: Setting = {}) {
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
        async slot(operations) {
          asked.push({ id, operations });
          return answer?.(id, slices++, operations) ?? { kind: 'done', slotNs: operations * OPERATION_NS };
        },
        end: () => void ended.push(id),
        busyNs: () => 0,
        giveUp: () => {},
        stray: () => null,
      },
    };
  });
  const block = await sliceBlock(members, {
    plan: { ...PLAN, ...plan },
    next: splitMix32(1),
    limitMs: 1000,
    stopped: () => false,
    ...schedule,
  });
  return { block, asked, ended };
}

function slicesOf({ members }: SliceBlock, id: string) {
  const member = members.get(id);
  if (member?.kind !== 'done') throw new Error(`${id} is ${member?.kind}`);
  return member.slices;
}

const passes = (asked: readonly Asked[], size: number): string[] =>
  Array.from({ length: asked.length / size }, (_, i) =>
    asked
      .slice(i * size, (i + 1) * size)
      .map(({ id }) => id)
      .join(''),
  );

describe('passes', () => {
  test('give every member one slice each, in an order that changes and comes from the seed alone', async () => {
    const [first, again, other] = [
      await run(),
      await run(),
      await run({ schedule: { next: splitMix32(2) } }),
    ];
    const orders = passes(first.asked, 3);
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
      leadOperations: 0,
      shortOperations: 0,
      roles: Array<string>(8).fill('measured'),
      asked: Array<number>(8).fill(10),
      turnNs: Array<number>(8).fill(10 * OPERATION_NS),
      runNs: null,
      waitNs: null,
      involuntarySwitches: null,
      minorFaults: null,
      cpu: null,
    });
    expect(ended).toEqual(['a', 'b', 'c']);
    expect(block.window).toMatchObject({ slices: 15, slotsNs: 150 * OPERATION_NS });
  });
});

describe('the warm-up', () => {
  test('lasts until every member has had its time, and the same number of passes for all', async () => {
    const { block } = await run({
      ids: ['a', 'b'],
      plan: { warmupMs: 1 },
      answer: (id, _, operations) =>
        id === 'b' ? { kind: 'done', slotNs: 3 * operations * OPERATION_NS } : undefined,
    });
    expect([slicesOf(block, 'a').warmup, slicesOf(block, 'b').warmup]).toEqual([10, 10]);
  });

  test('is made of whole passes, of which the leads take their part of the time', async () => {
    const { block } = await run({ plan: { warmupMs: 1, leadOperations: 15 } });
    expect(slicesOf(block, 'a')).toMatchObject({ warmup: 2 * 4, asked: { length: 2 * (4 + 5) } });
  });

  test('has no short slices', async () => {
    const { block } = await run({ plan: { warmupPasses: 12, shortOperations: 2 } });
    const { roles, warmup } = slicesOf(block, 'a');
    expect(roles.slice(0, warmup)).toEqual(Array<string>(12).fill('measured'));
  });

  test('comes to an end where slices take no time at all', async () => {
    const { block } = await run({
      ids: ['a'],
      plan: { warmupMs: 1 },
      answer: () => ({ kind: 'done', slotNs: 0 }),
    });
    expect(slicesOf(block, 'a').warmup).toBe(1000);
  });
});

describe('a lead', () => {
  test('goes right before each slice of the same member, with nobody in between', async () => {
    const { asked } = await run({ plan: { leadOperations: 4 } });
    const pairs = asked.flatMap((lead, i) => {
      const slice = asked[i + 1];
      return i % 2 === 0 && slice !== undefined ? [{ lead, slice }] : [];
    });
    expect(pairs).toHaveLength(3 * (3 + 5));
    for (const { lead, slice } of pairs) {
      expect([lead.operations, slice.operations]).toEqual([4, 10]);
      expect(slice.id).toBe(lead.id);
    }
  });

  test('is recorded as what it is, and belongs to the warm-up with its slice', async () => {
    const { block } = await run({ plan: { leadOperations: 4, warmupPasses: 1, passes: 2 } });
    expect(slicesOf(block, 'b')).toMatchObject({
      warmup: 2,
      operations: 10,
      leadOperations: 4,
      roles: ['lead', 'measured', 'lead', 'measured', 'lead', 'measured'],
      asked: [4, 10, 4, 10, 4, 10],
      turnNs: [4, 10, 4, 10, 4, 10].map((operations) => operations * OPERATION_NS),
    });
    expect(block.window).toMatchObject({ slices: 12, slotsNs: 3 * 2 * 14 * OPERATION_NS });
  });
});

describe('short slices', () => {
  test('come right behind the measured slice of the same member, in every second pass', async () => {
    const plan = { leadOperations: 4, shortOperations: 2, warmupPasses: 0, passes: 5 };
    const { block, asked } = await run({ plan });
    const [slot, withShort] = [
      [4, 10],
      [4, 10, 2],
    ];
    for (const id of ['a', 'b', 'c'])
      expect(asked.filter((one) => one.id === id).map(({ operations }) => operations)).toEqual(
        [slot, withShort, slot, withShort, slot].flat(),
      );
    for (const [i, { id, operations }] of asked.entries())
      if (operations === 2) expect(asked[i - 1]?.id).toBe(id);
    expect(slicesOf(block, 'c')).toMatchObject({
      operations: 10,
      shortOperations: 2,
      roles: [
        'lead',
        'measured',
        'lead',
        'measured',
        'short',
        'lead',
        'measured',
        'lead',
        'measured',
        'short',
      ].concat(['lead', 'measured']),
    });
  });
});

test('a plan of no leads and no short slices has none', async () => {
  const { block, asked } = await run({ plan: { passes: 12 } });
  expect(new Set(asked.map(({ operations }) => operations))).toEqual(new Set([10]));
  expect(new Set(slicesOf(block, 'a').roles)).toEqual(new Set(['measured']));
});

describe('the size of a slice', () => {
  test('may be exceeded by an injected slowdown, which is recorded as asked and not as its size', async () => {
    const { block } = await run({ extra: (slice, operations) => (slice === 4 ? operations : 0) });
    expect(slicesOf(block, 'a')).toMatchObject({ operations: 10, asked: [10, 10, 10, 10, 20, 10, 10, 10] });
  });

  test('is told to whoever injects a slowdown, of leads and short slices as well', async () => {
    const plan = { leadOperations: 4, shortOperations: 2, warmupPasses: 0, passes: 2 };
    const { block } = await run({ plan, extra: (slice, operations) => (slice > 1 ? operations : 0) });
    expect(slicesOf(block, 'a')).toMatchObject({ leadOperations: 4, asked: [4, 10, 8, 20, 4] });
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
    expect(block.members.get('b')).toEqual({ kind: 'broken', slot: { kind: 'failed' }, slice });
    expect(asked.filter(({ id }) => id === 'b')).toHaveLength(slice + 1);
    expect([slicesOf(block, 'a').asked.length, slicesOf(block, 'c').asked.length]).toEqual([8, 8]);
    expect(ended).toEqual(['a', 'c']);
  });

  test.each<[when: string, slice: number]>([
    ['of the warm-up', 0],
    ['of a measured slice', 8],
  ])('in the lead %s has no slice after it', async (_when, slice) => {
    const { block, asked } = await run({
      plan: { leadOperations: 4, shortOperations: 2 },
      answer: (id, number) => (id === 'b' && number === slice ? { kind: 'closed' } : undefined),
    });
    expect(block.members.get('b')).toEqual({ kind: 'broken', slot: { kind: 'closed' }, slice });
    const own = asked.filter(({ id }) => id === 'b');
    expect(own).toHaveLength(slice + 1);
    expect(own.at(-1)?.operations).toBe(4);
    expect([slicesOf(block, 'a').asked.length, slicesOf(block, 'c').asked.length]).toEqual([18, 18]);
  });

  test('leaves a block of nobody, which ends', async () => {
    const { block, asked } = await run({ answer: () => ({ kind: 'closed' }), plan: { warmupMs: 5 } });
    expect([...block.members.values()].map(({ kind }) => kind)).toEqual(['broken', 'broken', 'broken']);
    expect(asked).toHaveLength(3);
  });
});

test('a stop ends the slices after the pass that runs, and no member counts as measured', async () => {
  let slots = 0;
  const { block, asked, ended } = await run({
    schedule: { stopped: () => slots >= 13 },
    answer: () => (slots++, undefined),
  });
  expect(asked).toHaveLength(15);
  expect([...block.members.values()].map(({ kind }) => kind)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(ended).toEqual(['a', 'b', 'c']);
});
