// `evenloop judge` from the outside: pairs that come from stdin.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { samplePairs } from '../testing/sample-pairs.ts';
import { callCli } from './testing/call-cli.ts';
import { startCli } from './testing/run-cli.ts';

test('pairs come from stdin too, with the same answer', async () => {
  const input = JSON.stringify(samplePairs({ count: 20 }));
  const cli = startCli(['judge', '-', '--json']);
  cli.type(input, 'end');
  const { exitCode, stdout } = await cli.ended;
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-judge-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'pairs.json');
  writeFileSync(path, input);
  const fromFile = await callCli(['judge', path, '--json']);
  expect([exitCode, stdout]).toEqual([0, fromFile.stdout]);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'same' });
});
