// Meetings and exclusive rounds: a member waits for no member that has ended, and is measured beside no other member's work.
import { describe, expect, test } from 'vitest';
import { openMeeting, takeTurns } from './meeting.ts';

interface Member {
  readonly id: string;
}

/** A meeting that remembers who was present; each gets the number of those who were. */
function meetingOf(expected: readonly string[]) {
  const conducted: string[][] = [];
  const meeting = openMeeting<Member, number>(expected, async (members) => {
    conducted.push(members.map(({ id }) => id));
    return new Map(members.map(({ id }) => [id, members.length]));
  });
  return { meeting, conducted };
}

describe('a meeting', () => {
  test('begins once, when all are here, with those that came in their order', async () => {
    const { meeting, conducted } = meetingOf(['a', 'b', 'c']);
    const first = [meeting.meet({ id: 'c' }), meeting.meet({ id: 'a' })];
    expect(conducted).toEqual([]);
    expect(await Promise.all([...first, meeting.meet({ id: 'b' })])).toEqual([3, 3, 3]);
    expect(conducted).toEqual([['c', 'a', 'b']]);
  });

  test('does not wait for one who left before, nor for one who leaves while others wait', async () => {
    const { meeting, conducted } = meetingOf(['a', 'b', 'c']);
    meeting.leave('a');
    const waiting = meeting.meet({ id: 'b' });
    expect(conducted).toEqual([]);
    meeting.leave('c');
    expect(await waiting).toBe(1);
    expect(conducted).toEqual([['b']]);
  });

  test('is not held when all have left, and to leave it twice or afterwards does nothing', async () => {
    const { meeting, conducted } = meetingOf(['a', 'b']);
    meeting.leave('a');
    meeting.leave('a');
    expect(await meeting.meet({ id: 'b' })).toBe(1);
    meeting.leave('b');
    expect(conducted).toHaveLength(1);
    const nobody = meetingOf(['x']);
    nobody.meeting.leave('x');
    expect(nobody.conducted).toEqual([]);
  });

  test('that breaks breaks for all who came', async () => {
    const broken = openMeeting<Member, null>(['a', 'b'], () => Promise.reject(new Error('no CPU')));
    const both = [broken.meet({ id: 'a' }), broken.meet({ id: 'b' })];
    for (const one of await Promise.allSettled(both))
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'no CPU' } });
  });

  test('that has nothing for somebody who came is a bug, and says for whom', async () => {
    const forgetful = openMeeting<Member, null>(['a'], async () => new Map());
    await expect(forgetful.meet({ id: 'a' })).rejects.toThrow('without a result for a');
  });

  test('is only for those who are expected, and once', async () => {
    const { meeting } = meetingOf(['a', 'b']);
    expect(() => meeting.meet({ id: 'x' })).toThrow('x is not expected');
    const waiting = meeting.meet({ id: 'a' });
    expect(() => meeting.meet({ id: 'a' })).toThrow('a is not expected');
    meeting.leave('b');
    expect(await waiting).toBe(1);
  });
});

describe('turns', () => {
  test('are taken one after the other in the order in which they were asked for', async () => {
    const exclusively = takeTurns();
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
    const exclusively = takeTurns();
    const failed = exclusively(() => Promise.reject(new Error('boom')));
    const next = exclusively(() => Promise.resolve(2));
    await expect(failed).rejects.toThrow('boom');
    expect(await next).toBe(2);
    expect(await exclusively(() => Promise.resolve(3))).toBe(3);
  });
});
