// The places of invocations outside of a run: there while they are used, and gone when the use has ended or failed.
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type * as WithPlaces from './with-places.ts';

/** Its witness is a program of the build. */
const BUILT = new URL('../../dist/harness/orchestrate/with-places.js', import.meta.url).href;
const { withPlaces } = (await import(BUILT)) as typeof WithPlaces;

test.each([0, 1])(
  'a use that fails leaves no scratch folder, with %d %% of a neighbour',
  async (neighbour) => {
    let scratch = '';
    const failed = withPlaces(neighbour, async ({ scratchDirectory }) => {
      scratch = scratchDirectory;
      expect(existsSync(scratch)).toBe(true);
      throw new Error('no cell was measured');
    });
    await expect(failed).rejects.toThrow('no cell was measured');
    expect([scratch === '', existsSync(scratch)]).toEqual([false, false]);
  },
);

test('what the use has found is handed back, and its folder is gone', async () => {
  const scratch = await withPlaces(0, async ({ scratchDirectory }) => scratchDirectory);
  expect(existsSync(scratch)).toBe(false);
});
