// A runner that is declared to be the limit, through the command: its ratios stand in the result, in the terminal and on the page.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../contract/result.ts';
import { fakeManifest, SOURCE_ROOT } from '../testing/fake-runtime.ts';
import { startCli } from './testing/run-cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-limit-'));
  const { args, ...manifest } = fakeManifest();
  const [program = '', ...rest] = args;
  for (const [id, role] of [
    ['floor', { role: 'limit' }],
    ['other', {}],
  ] as const) {
    mkdirSync(join(folder, id));
    const own = { ...manifest, id, args: [program.replace('{package}', SOURCE_ROOT), ...rest, id], ...role };
    writeFileSync(join(folder, id, 'runner.json'), JSON.stringify(own));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('each subject has a ratio to it, and the share of the kernel is recorded of all', async () => {
  const cli = startCli([
    'run',
    `--runner=${join(folder, 'floor')}`,
    `--runner=${join(folder, 'other')}`,
    '--scenario=timers.sleep_loop',
    '--subject=node/promises,other/promises,floor/promises',
    '--profile=smoke',
    '--out=here',
    '--export=csv=run.csv',
    '--all',
  ]);
  const { stdout, stderr } = await cli.ended;
  const result = JSON.parse(readFileSync(join(cli.directory, 'here/results.json'), 'utf8')) as RunResult;
  expect([stderr, result.limit?.subject]).toEqual([expect.anything(), 'floor/promises']);
  expect(new Set(result.limit?.comparisons.map(({ subject }) => subject))).toEqual(
    new Set(['node/promises', 'other/promises']),
  );
  for (const { subject, side, cpuTime } of result.cells)
    expect([subject, side, (cpuTime?.userNs ?? 0) + (cpuTime?.systemNs ?? 0) > 0]).toEqual([
      subject,
      side,
      true,
    ]);
  expect(stdout).toMatch(/to limit/);
  expect(readFileSync(join(cli.directory, 'run.csv'), 'utf8').split('\r\n')[0]).toContain('to_limit_verdict');
  expect(readFileSync(join(cli.directory, 'here/report.html'), 'utf8')).toContain('Ratio to the limit');
});
