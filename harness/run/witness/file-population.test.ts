// Tests of the files that are written anew before each round.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentOfFile } from '../../contract/stimulus.ts';
import { openFilePopulation } from './file-population.ts';

test('every round finds new contents, and the missing files missing', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-files-'));
  const witness = openFilePopulation(
    { kind: 'files', count: 4, bytes: 33, missing: [2] },
    { directory, secret: 5, patienceMs: 1, now: () => 0 },
  );
  for (const round of [0, 1, 2]) {
    writeFileSync(join(directory, '2'), 'left by a workload');
    expect(await witness.beforeRound(round, false)).toEqual({});
    for (const index of [0, 1, 3])
      expect(readFileSync(join(directory, String(index)))).toEqual(
        Buffer.from(contentOfFile(5, round, index, 33)),
      );
    expect(existsSync(join(directory, '2'))).toBe(false);
    expect(await witness.afterRound()).toEqual({ kind: 'files', written: 3 });
  }
  await witness.disarm();
  rmSync(directory, { recursive: true });
});
