// What the upstreams answer: the same each time, other in each round, and never so that an honest client cannot keep the rules.
import { expect, test } from 'vitest';
import { bodyOf, endsConnection, requestAt, upstreamPlan } from './upstream-plan.ts';
import type { UpstreamAnswer, UpstreamTraffic } from './upstream-plan.ts';

const traffic: UpstreamTraffic = { upstreams: 2, pool: 3, each: 16, bytes: 64, delayMs: 3 };
const plan = (over: Partial<UpstreamTraffic> = {}, round = 0, traced = true) =>
  upstreamPlan({ ...traffic, ...over }, 4242, round, traced, 1);
const places = (answer: UpstreamAnswer, ...args: Parameters<typeof plan>): number[] =>
  plan(...args).flatMap((each, place) => (each.answer === answer ? [place] : []));

test('some are cancelled at places that the client knows, some fail, and in a first round that is traced one is silent', () => {
  expect(places('endless')).toEqual([3, 11]);
  expect(places('unanswered')).toEqual([6, 14]);
  expect([places('error').length, places('cut').length]).toEqual([2, 2]);
  expect(places('silent')).toHaveLength(1);
  expect(places('silent', {}, 0, false)).toEqual([]);
  expect(places('silent', {}, 1)).toEqual([]);
});

test('which fail is drawn anew in each round and the same each time', () => {
  expect(plan()).toEqual(plan());
  expect(plan({}, 1)).not.toEqual(plan());
  expect(plan().every(({ delayMs }) => delayMs >= 0 && delayMs <= 3)).toBe(true);
});

test('where the pool has one connection, or requests are few, none is silent', () => {
  expect(places('silent', { pool: 1 })).toEqual([]);
  expect(places('silent', { each: 1 })).toEqual([]);
  expect(plan({ each: 1 }).map(({ answer }) => answer)).toEqual(['whole']);
});

test('a connection ends with what was not read to its end', () => {
  expect((['whole', 'error'] as const).map(endsConnection)).toEqual([false, false]);
  expect((['cut', 'silent', 'endless', 'unanswered'] as const).map(endsConnection)).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test('requests go to the upstreams in turn, and each has a body of its own', () => {
  expect([requestAt(traffic, 0, 0), requestAt(traffic, 1, 0), requestAt(traffic, 1, 3)]).toEqual([0, 1, 7]);
  expect(bodyOf(1, 0, 0, 64)).toEqual(bodyOf(1, 0, 0, 64));
  expect(bodyOf(1, 0, 0, 64)).not.toEqual(bodyOf(1, 0, 1, 64));
});
