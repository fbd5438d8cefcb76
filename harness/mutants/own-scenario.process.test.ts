// `npm run test:mutants -- --scenarios <folder>` on the example of a scenario from outside: by its rules, its events and its samples, all are caught.
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { Score } from './score.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OWN = 'examples/own-scenario/scenarios';

test('a scenario of a user is broken at each seam that it declares, in both languages, and each fault is caught', async () => {
  const asked = ['--scenarios', OWN, '--seeds', '1', '--json'];
  const ran = await execa(process.execPath, ['scripts/test-mutants.mjs', ...asked], {
    cwd: ROOT,
    reject: false,
  });
  expect(ran.stderr).toBe('');
  const { rows, caught, falseAlarms, wrong } = JSON.parse(ran.stdout) as Score;
  expect(wrong).toEqual([]);
  expect([...new Set(rows.map(({ mutant }) => mutant))]).toEqual([
    'R01',
    'R03',
    'R04',
    'M01',
    'M03',
    'M04',
    'M05',
    'M80',
    'M83',
  ]);
  expect(new Set(rows.map(({ language }) => language))).toEqual(new Set(['javascript', 'python']));
  expect([caught.count, falseAlarms.count, ran.exitCode]).toEqual([caught.of, 0, 0]);
}, 120_000);
