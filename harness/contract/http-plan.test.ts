// What the HTTP clients ask: the same each time, other in each round, and as many at each rate as fit into its time.
import { expect, test } from 'vitest';
import { crc32 } from './digest.ts';
import { ODD_CLIENTS, ODD_REQUESTS, connectionCount, httpAnswerOf, httpRequestDigest } from './http-plan.ts';
import { httpRequestOf, isEndless, requestCount, stepCounts } from './http-plan.ts';
import type { HttpTraffic } from './http-plan.ts';

const traffic: HttpTraffic = { connections: 4, bytes: 50, stepMs: 40, ratesPerSecond: [100, 200, 400] };
const all = (round = 0) =>
  Array.from({ length: requestCount(traffic) }, (_, number) => httpRequestOf(traffic, 4242, round, number));

test('at each rate come as many as fit into its time, and one at least', () => {
  expect(stepCounts(traffic)).toEqual([4, 8, 16]);
  expect(stepCounts({ ...traffic, stepMs: 1 })).toEqual([1, 1, 1]);
  expect(requestCount(traffic)).toBe(ODD_REQUESTS + 28);
});

test('each odd client has its requests, in order and without a gap', () => {
  expect(Object.values(ODD_CLIENTS).flat()).toEqual(Array.from({ length: ODD_REQUESTS }, (_, at) => at));
  expect(all().flatMap(({ number }) => (isEndless(number) ? [number] : []))).toEqual([7, 8]);
});

test('each fourth of the open loop has a body, and each sixteenth is the last of its connection', () => {
  const requests = all();
  const numbers = (of: readonly { number: number }[]) => of.map(({ number }) => number);
  expect(numbers(requests.filter(({ body }) => body !== null))).toEqual([4, 6, 11, 15, 19, 23, 27, 31, 35]);
  expect(numbers(requests.filter(({ isLast }) => isLast))).toEqual([3, 5, 24]);
  expect(connectionCount(traffic)).toBe(7 + 4 + 1);
});

test('targets and bodies are drawn anew in each round, and are the same each time', () => {
  expect(all()).toEqual(all());
  const targets = [...all(), ...all(1)].map(({ target }) => target);
  expect(new Set(targets).size).toBe(targets.length);
  expect(all()[9]?.target).toMatch(/^\/answer\/9\/[0-9a-f]{16}$/);
  expect(all()[7]?.target).toMatch(/^\/endless\/7\/[0-9a-f]{16}$/);
});

test('an answer is the body, or else the target over and over; a digest is of both', () => {
  const body = Uint8Array.of(1, 2, 3);
  const post = { number: 1, target: '/a/1', body, isLast: false };
  const get = { ...post, body: null };
  expect(httpAnswerOf(post, 3)).toBe(body);
  expect(Buffer.from(httpAnswerOf(get, 10)).toString()).toBe('/a/1/a/1/a');
  expect(httpRequestDigest(get)).toBe(crc32(Buffer.from('/a/1')));
  expect(httpRequestDigest(post)).toBe(crc32(Buffer.from([...Buffer.from('/a/1'), 1, 2, 3])));
});
