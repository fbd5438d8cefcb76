// Injected slowdowns: what is asked for beyond a slice comes to what its name says, and to nothing where nothing is to change.
import { expect, test } from 'vitest';
import { extraOperations, SLOWDOWNS } from './slowdowns.ts';

const SLICES = 20_000;

test.each(SLOWDOWNS.map((slowdown) => [slowdown.id, slowdown] as const))(
  '%s asks for its share more, of small slices as of large ones',
  (_id, slowdown) => {
    for (const operations of [7, 1000]) {
      const extras = Array.from({ length: SLICES }, (_, slice) =>
        extraOperations(slowdown, 99, slice, operations),
      );
      const mean = extras.reduce((sum, extra) => sum + extra, 0) / (SLICES * operations);
      expect(Math.abs(mean - slowdown.effect)).toBeLessThan(0.1 * slowdown.effect + 1e-12);
      expect(extras.every((extra) => Number.isSafeInteger(extra) && extra >= 0)).toBe(true);
      const slowed = extras.filter((extra) => extra > 0).length / SLICES;
      if (slowdown.share < 1) expect(Math.abs(slowed - slowdown.share)).toBeLessThan(0.01);
    }
  },
);

test('the same slice of the same process is always slowed by the same', () => {
  const five = SLOWDOWNS.find(({ id }) => id === '5') ?? SLOWDOWNS[0];
  if (five === undefined) throw new Error('no slowdown');
  const extras = (seed: number): number[] =>
    Array.from({ length: 50 }, (_, i) => extraOperations(five, seed, i, 30));
  expect(extras(1)).toEqual(extras(1));
  expect(extras(1)).not.toEqual(extras(2));
});
