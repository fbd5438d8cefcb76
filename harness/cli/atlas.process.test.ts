// `evenloop atlas` as a command: the package's own, one of a check that it runs, what changed, and what it refuses.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { Atlas, AtlasDiff } from '../contract/atlas.ts';
import { publishedSchemas } from '../contract/published.ts';
import { callBuilt } from './testing/call-built.ts';

const validator = (name: string) =>
  new Ajv2020({ strict: false }).compile(JSON.parse(publishedSchemas().get(`${name}.schema.json`) ?? ''));

test('without anything it prints the atlas of the package within 80 columns, and writes nothing', async () => {
  const { exitCode, stdout, directory } = await callBuilt(['atlas']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^runtime +promised/);
  expect(stdout).toMatch(/behaviours that runtimes define for themselves/);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(readdirSync(directory)).toEqual([]);
});

test('its documents keep their published schemas', async () => {
  const whole = await callBuilt(['atlas', '--json']);
  const validate = validator('atlas');
  expect([validate(JSON.parse(whole.stdout)), validate.errors]).toEqual([true, null]);
  const changed = await callBuilt(['atlas', '--diff', 'node@20', 'node@24', '--json']);
  const validateDiff = validator('atlas-diff');
  const diff = JSON.parse(changed.stdout) as AtlasDiff;
  expect([validateDiff(diff), validateDiff.errors]).toEqual([true, null]);
  expect(diff.changes.map(({ row }) => row)).toContain('ordering.primitives/lock_order');
});

test('what changed between two columns is printed within 80 columns', async () => {
  const { exitCode, stdout } = await callBuilt(['atlas', '--diff', 'node@20', 'node@24']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/rows? differs? between Node\.js 20/);
  expect(stdout).toContain('ordering.primitives/lock_order');
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('--run checks first, and writes page and document beside the results; they are read again', async () => {
  const ran = await callBuilt(
    ['atlas', '--run', '--scenario', 'timers.extremes', '--subject', 'node/*', '--progress', 'none'],
    {},
  );
  expect([ran.exitCode, ran.survivors]).toEqual([0, []]);
  const folder = join(ran.directory, 'reports/out/latest');
  const atlas = JSON.parse(readFileSync(join(folder, 'atlas.json'), 'utf8')) as Atlas;
  expect(atlas.columns.filter(({ observed }) => observed).map(({ runner }) => runner)).toEqual(['node']);
  const rows = atlas.sections.flatMap((section) => section.rows);
  const [checked] = rows.find(({ id }) => id === 'timers.extremes/TX')?.cells ?? [];
  expect(checked).toMatchObject({ standing: 'kept' });
  const [other] = rows.find(({ id }) => id === 'timers.equal/T1')?.cells ?? [];
  expect(other).toMatchObject({ standing: 'not-observed' });
  expect(readFileSync(join(folder, 'atlas.html'), 'utf8')).toContain('id="timers.extremes/NaN"');
  for (const path of [folder, join(folder, 'results.json'), join(folder, 'atlas.json')]) {
    const again = await callBuilt(['atlas', path, '--docs', 'docs'], { folder: ran.directory });
    expect(again.exitCode).toBe(0);
    const written = readFileSync(join(ran.directory, 'docs/atlas.json'), 'utf8');
    expect(written).toBe(readFileSync(join(folder, 'atlas.json'), 'utf8'));
    expect(existsSync(join(ran.directory, 'docs/atlas.md'))).toBe(true);
  }
});

test.each([
  [['atlas', '--diff', 'node'], '--diff takes two columns.'],
  [['atlas', '--diff', 'node@20', 'python@2'], 'The atlas has no column "python@2".'],
  [['atlas', '--subject', 'node'], '--subject was given without --run.'],
  [['atlas', 'nothing-here'], 'nothing-here is not a results file'],
])('%j is refused', async (args, told) => {
  const { exitCode, stderr } = await callBuilt(args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(told);
});
