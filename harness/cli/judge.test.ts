// `evenloop judge`: the answer, and what is said of what cannot be judged.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { samplePairs } from '../testing/sample-pairs.ts';
import type { PairsJudgement } from '../contract/pairs.ts';
import { callCli } from './testing/call-cli.ts';

function fileWith(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-judge-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'pairs.json');
  writeFileSync(path, content);
  return path;
}

const fileOf = (document: unknown): string => fileWith(JSON.stringify(document));

test('a file of pairs gives one JSON document: looks, verdict, and how many pairs it took', async () => {
  const path = fileOf(samplePairs({ count: 20, slowdown: 0.05 }));
  const { exitCode, stdout, stderr } = await callCli(['judge', path, '--json']);
  expect([exitCode, stderr]).toEqual([0, '']);
  const judgement = JSON.parse(stdout) as PairsJudgement;
  const interval = { ratio: expect.any(Number), low: expect.any(Number), high: expect.any(Number) };
  expect(judgement).toMatchObject({ schema: 'evenloop/judgement@1', cell: 'sample', verdict: 'slower' });
  expect(judgement.looks[0]).toMatchObject({ pairs: 6, sliceMedian: interval, cpuMean: interval });
  expect(judgement.looks.at(-1)).toMatchObject({ pairs: judgement.pairsUsed, verdict: 'slower' });
});

test.each([
  [{ count: 20, slowdown: -0.2 }, 'faster'],
  [{ count: 20 }, 'same'],
  [{ count: 5 }, 'unclear'],
])('%j is %s, and ends with code 0 as every verdict does', async (shape, verdict) => {
  const { exitCode, stdout } = await callCli(['judge', fileOf(samplePairs(shape)), '--json']);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { verdict }]);
});

test('people get a row a look, the verdict with its reason, and what could have been called', async () => {
  const path = fileOf(samplePairs({ count: 20, slowdown: 0.05 }));
  const { exitCode, stdout } = await callCli(['judge', path]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^sample\npairs {2}slice median .*CPU mean/);
  expect(stdout).toMatch(/^ +6 +1\.0\d+× {2}\[/m);
  expect(stdout).toMatch(/slower: (slice median|CPU mean) .* beyond\s\+1\s%\./s);
  expect(stdout).toContain('The smallest slowdown that these pairs could detect is 1.0');
  expect(stdout.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
});

test('too few pairs are an answer, not an error', async () => {
  const { exitCode, stdout } = await callCli(['judge', fileOf(samplePairs({ count: 3 }))]);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('3 pairs are too few')]);
});

test('a broken field ends with code 2 and its path, and prints no result', async () => {
  const text = JSON.stringify(samplePairs({ count: 4, slices: 20 }), (key, value: unknown) =>
    key === '17' ? 'x' : value,
  );
  const path = fileWith(text);
  const { exitCode, stdout, stderr } = await callCli(['judge', path, '--json']);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain('error EL1011: pairs[0].a.slicesNs[17]: expected a positive number, found "x".');
  expect(stderr).toContain(`in ${path}`);
});

test.each([
  ['what is not JSON', '{"schema":', 'It is not JSON'],
  ['another schema', '{"schema":"evenloop/results@1"}', 'schema: expected "evenloop/pairs@1"'],
  ['nothing', '', 'It is not JSON'],
])('%s ends with code 2', async (_, content, cause) => {
  const { exitCode, stdout, stderr } = await callCli(['judge', fileWith(content)]);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`error EL1011: ${cause}`);
});

test.each([
  [['judge', 'nowhere.json'], 'EL1011', 'cannot be read (ENOENT)'],
  [['judge', tmpdir()], 'EL1011', 'cannot be read (EISDIR)'],
  [['judge', ''], 'EL1004', 'give - for stdin'],
  [['judge'], 'EL1003', 'pairs.json'],
])('%j ends with code 2 and says %s', async (args, code, words) => {
  const { exitCode, stdout, stderr } = await callCli(args);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`error ${code}: `);
  expect(stderr).toContain(words);
});
