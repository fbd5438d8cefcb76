// Barriers and exclusive rounds: a member waits for no member that has ended, and is measured beside no other member's work.
import { describe, expect, test } from 'vitest';
import { oneAtATime, openBarrier } from './barrier.ts';

interface Member {
  readonly id: string;
}

/** A barrier that remembers who was present; each gets the number of those who were. */
function barrierOf(expected: readonly string[]) {
  const conducted: string[][] = [];
  const barrier = openBarrier<Member, number>(expected, async (members) => {
    conducted.push(members.map(({ id }) => id));
    return new Map(members.map(({ id }) => [id, members.length]));
  });
  return { barrier, conducted };
}

describe('a barrier', () => {
  test('begins once, when all are here, with those that came in their order', async () => {
    const { barrier, conducted } = barrierOf(['a', 'b', 'c']);
    const first = [barrier.arrive({ id: 'c' }), barrier.arrive({ id: 'a' })];
    expect(conducted).toEqual([]);
    expect(await Promise.all([...first, barrier.arrive({ id: 'b' })])).toEqual([3, 3, 3]);
    expect(conducted).toEqual([['c', 'a', 'b']]);
  });

  test('does not wait for one who left before, nor for one who leaves while others wait', async () => {
    const { barrier, conducted } = barrierOf(['a', 'b', 'c']);
    barrier.leave('a');
    const waiting = barrier.arrive({ id: 'b' });
    expect(conducted).toEqual([]);
    barrier.leave('c');
    expect(await waiting).toBe(1);
    expect(conducted).toEqual([['b']]);
  });

  test('is not held when all have left, and to leave it twice or afterwards does nothing', async () => {
    const { barrier, conducted } = barrierOf(['a', 'b']);
    barrier.leave('a');
    barrier.leave('a');
    expect(await barrier.arrive({ id: 'b' })).toBe(1);
    barrier.leave('b');
    expect(conducted).toHaveLength(1);
    const nobody = barrierOf(['x']);
    nobody.barrier.leave('x');
    expect(nobody.conducted).toEqual([]);
  });

  test('that breaks breaks for all who came', async () => {
    const broken = openBarrier<Member, null>(['a', 'b'], () => Promise.reject(new Error('no CPU')));
    const both = [broken.arrive({ id: 'a' }), broken.arrive({ id: 'b' })];
    for (const one of await Promise.allSettled(both))
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'no CPU' } });
  });

  test('that has nothing for somebody who came is a bug, and says for whom', async () => {
    const forgetful = openBarrier<Member, null>(['a'], async () => new Map());
    await expect(forgetful.arrive({ id: 'a' })).rejects.toThrow('without a result for a');
  });

  test('is only for those who are expected, and once', async () => {
    const { barrier } = barrierOf(['a', 'b']);
    expect(() => barrier.arrive({ id: 'x' })).toThrow('x is not expected');
    const waiting = barrier.arrive({ id: 'a' });
    expect(() => barrier.arrive({ id: 'a' })).toThrow('a is not expected');
    barrier.leave('b');
    expect(await waiting).toBe(1);
  });
});

describe('actions, one at a time,', () => {
  test('are taken one after the other in the order in which they were asked for', async () => {
    const exclusively = oneAtATime();
    const log: string[] = [];
    const act = (name: string) => async (): Promise<string> => {
      log.push(`${name} begins`);
      await Promise.resolve();
      await Promise.resolve();
      log.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all(['a', 'b', 'c'].map((name) => exclusively(act(name))))).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('go on after one that failed, and only that one hears of it', async () => {
    const exclusively = oneAtATime();
    const failed = exclusively(() => Promise.reject(new Error('boom')));
    const next = exclusively(() => Promise.resolve(2));
    await expect(failed).rejects.toThrow('boom');
    expect(await next).toBe(2);
    expect(await exclusively(() => Promise.resolve(3))).toBe(3);
  });
});
