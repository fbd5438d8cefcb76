// `evenloop compare` of stored results that were never neighbours.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sampleResult } from '../../reports/testing/sample-result.ts';
import { callCli } from './testing/call-cli.ts';

test('results that have no cell in common cannot be compared: code 4', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-compare-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const whole = sampleResult();
  const timers = (scenario: string): boolean => scenario.startsWith('timers.');
  const runs = [timers, (scenario: string) => !timers(scenario)].map((wanted, index) => {
    const run = join(folder, String(index));
    const cells = whole.cells.filter(({ scenario }) => wanted(scenario));
    const comparisons = whole.comparisons.filter(({ scenario }) => wanted(scenario));
    expect(cells).not.toEqual([]);
    mkdirSync(run);
    writeFileSync(join(run, 'results.json'), JSON.stringify({ ...whole, cells, comparisons }));
    return run;
  });
  const { exitCode, stderr } = await callCli(['compare', ...runs]);
  expect(exitCode).toBe(4);
  expect(stderr).toContain('EL4005');
});
