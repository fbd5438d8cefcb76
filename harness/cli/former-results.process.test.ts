// Commands on a stored run of `results@1`: its page, its exports and its history, under the names of today.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callCli } from './testing/call-cli.ts';

const STORED = join(import.meta.dirname, '../store/fixtures/results-1.json');
const former = JSON.parse(readFileSync(STORED, 'utf8')) as { readonly run: { readonly id: string } };

/** A folder of runs with the stored one in it. */
function folderOfRuns(): string {
  const runs = mkdtempSync(join(tmpdir(), 'evenloop-former-'));
  onTestFinished(() => rmSync(runs, { recursive: true, force: true }));
  mkdirSync(join(runs, former.run.id));
  copyFileSync(STORED, join(runs, former.run.id, 'results.json'));
  return runs;
}

test('a report is made of it, with its A/A check, and handed to other programs', async () => {
  const runs = folderOfRuns();
  const [page, table] = [join(runs, 'page.html'), join(runs, 'hyperfine.json')];
  const made = await callCli([
    'report',
    join(runs, former.run.id),
    '--out',
    page,
    '--history',
    runs,
    '--export',
    `hyperfine=${table}`,
  ]);
  expect([made.exitCode, made.stderr]).toEqual([0, '']);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('timers.sleep_loop');
  expect(html).toContain('A/A check');
  expect(html).toContain(former.run.id);
  const { results } = JSON.parse(readFileSync(table, 'utf8')) as { readonly results: readonly object[] };
  expect(results.length).toBeGreaterThan(0);
});

test('its values stand in the history, none of them as those of a control', async () => {
  const { exitCode, stdout, stderr } = await callCli(['history', folderOfRuns(), '--json']);
  expect([exitCode, stderr]).toEqual([0, '']);
  const charts = JSON.parse(stdout) as readonly {
    readonly scenario: string;
    readonly lines: readonly { readonly subject: string }[];
  }[];
  expect(new Set(charts.map(({ scenario }) => scenario))).toEqual(new Set(['timers.sleep_loop']));
  for (const { lines } of charts)
    expect(lines.map(({ subject }) => subject)).toEqual(['node/promises', 'python/coroutines']);
});
