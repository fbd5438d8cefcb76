// What is kept of a session: its beginning and its end, and of a failure the last request with what came after it.
import { expect, test } from 'vitest';
import type { WireEntry } from '../../contract/wire.ts';
import { keepWire, talkLines } from './wire-log.ts';

const sent = (line: string): WireEntry => ({ to: 'runner', ns: 1, line });
const heard = (line: string): WireEntry => ({ to: 'harness', ns: 2, line });
const clock = (id: number): WireEntry[] => [
  sent(`{"kind":"clock","id":${id}}`),
  heard(`{"kind":"clock","id":${id},"nowNs":1}`),
];

test('what fits is kept whole and in order', () => {
  const log = keepWire(100, 100);
  for (const entry of clock(1)) log.add(entry);
  expect(log.head()).toEqual(clock(1));
  expect([log.dropped(), log.tail()]).toEqual([0, []]);
});

test('of what is too much the beginning and the end stay, and how much is between', () => {
  const log = keepWire(100, 200);
  for (let i = 0; i < 100; i++) log.add(sent(String(i).padStart(10, '0')));
  expect(log.head().map(({ line }) => Number(line))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(log.tail().map(({ line }) => Number(line))).toEqual(Array.from({ length: 20 }, (_, i) => 80 + i));
  expect(log.dropped()).toBe(70);
});

test('a line that is larger than all room is kept as long as it is the last', () => {
  const log = keepWire(10, 10);
  log.add(heard('x'.repeat(1000)));
  expect(log.tail()).toHaveLength(1);
  log.add(heard('y'));
  expect(log.tail().map(({ line }) => line)).toEqual(['y']);
  expect(log.dropped()).toBe(1);
});

test('the evidence of a failure has its request and no clocks before it', () => {
  const log = keepWire();
  log.add(sent('{"kind":"prepare","id":2}'));
  log.add(heard('{"kind":"prepared","id":2}'));
  for (let id = 3; id < 11; id++) for (const entry of clock(id)) log.add(entry);
  log.add(sent('{"kind":"round","id":11}'));
  log.add(heard('{"kind":"failed","id":11}'));
  expect(talkLines(log)).toEqual([
    'request| {"kind":"prepare","id":2}',
    'answer| {"kind":"prepared","id":2}',
    'request| {"kind":"round","id":11}',
    'answer| {"kind":"failed","id":11}',
  ]);
});

test('a clock that was not answered is the request of its failure; many answers do not push a request out', () => {
  const log = keepWire();
  log.add(sent('{"kind":"clock","id":9}'));
  expect(talkLines(log)).toEqual(['request| {"kind":"clock","id":9}']);
  for (let i = 0; i < 20; i++) log.add(heard(`noise ${i}`));
  expect(talkLines(log)).toHaveLength(6);
  expect(talkLines(log)[0]).toBe('request| {"kind":"clock","id":9}');
  expect(talkLines(keepWire())).toEqual([]);
});
