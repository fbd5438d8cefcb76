// Which timer goes which way, as the workloads compute it, against what the harness expects.
import { expect, it } from 'vitest';
import { scenario } from './scenario.ts';
import { waysOf } from './ways.ts';

const PARAMS = { each: 3, delayMs: 4, gapMs: 5 };

it('arms the timers with the delays that are expected', () => {
  const { count, delayMs } = waysOf(PARAMS);
  const context = { params: PARAMS, seed: 0, nonce: '0123456789abcdef', secret: 0, round: 0, traced: true };
  const armed = [...scenario.expected({ ...context, witness: null, runtime: null })].filter(
    ({ kind }) => kind === 'arm',
  );
  const ids = Array.from({ length: count }, (_, id) => id);
  expect(armed.map(({ id, digest }) => [id, digest])).toEqual(ids.map((id) => [id, 1000 * delayMs(id)]));
  expect(count).toBe(scenario.operations(PARAMS));
});

it('arms whoever must be due before another before it', () => {
  const { count, delayMs, idsOf, siblingOf } = waysOf(PARAMS);
  const [blocker] = idsOf('blocker');
  for (const id of idsOf('keep')) expect(siblingOf(id)).toBeGreaterThan(id);
  expect(idsOf('keep').map(siblingOf)).toEqual(idsOf('sibling'));
  for (const id of idsOf('overdue')) expect(id).toBeGreaterThan(blocker ?? count);
  expect(idsOf('end')).toEqual([count - 1]);
  expect(Math.max(...Array.from({ length: count }, (_, id) => delayMs(id)))).toBe(delayMs(count - 1));
});

it('is refused with none or too many timers, or deadlines closer than loops resolve', () => {
  for (const bad of [{ each: 0 }, { each: 1001 }, { gapMs: 3 }])
    expect(() => waysOf({ ...PARAMS, ...bad })).toThrow(RangeError);
});
