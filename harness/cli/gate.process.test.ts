// `evenloop gate --self-test` as it is called: its options, its document, and its end when somebody interrupts it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callCli } from './testing/call-cli.ts';
import { startCli } from './testing/run-cli.ts';

/** 42 processes, half a second each on a machine of its own. */
const MINUTES_ON_A_BUSY_MACHINE_MS = 300_000;

const SMALLEST =
  'gate --self-test --scenario dispatch.turn --subject node/promises --blocks 6 --gates 0 --json'.split(' ');

test('a scenario without slices cannot be tested: code 3, and the name of one that can', async () => {
  const { exitCode, stdout, stderr } = await callCli([
    'gate',
    '--self-test',
    '--scenario',
    'file_watch.burst',
  ]);
  expect([exitCode, stdout]).toEqual([3, '']);
  expect(stderr).toContain('error EL4006: ');
  expect(stderr).toContain('dispatch.turn');
});

test(
  'the smallest self-test judges six pairs of every slowdown and prints one document',
  async () => {
    const cli = startCli([...SMALLEST, '--seed', '7', '--pairs-out', 'pairs']);
    const { exitCode, stdout, stderr } = await cli.ended;
    // What six pairs on a machine that tests other things show is its own affair: 12 says that the gate would not hold here.
    expect([0, 12], stderr).toContain(exitCode);
    const document: unknown = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: 'evenloop/self-test@1',
      seed: 7,
      neighbour: 0,
      cells: [
        { cell: expect.stringMatching(/^dispatch\.turn\/.*\/node\/promises$/), blocks: 6, troubles: [] },
      ],
      live: [],
    });
    const ids = ['aa', '1', '3', '5', '10', 'tail'];
    expect(document).toMatchObject({
      rates: ids.map((id) => ({ id, resampled: { slower: { trials: 300 } } })),
    });
    const files = readdirSync(join(cli.directory, 'pairs')).sort();
    expect(files).toHaveLength(ids.length);
    const judged = await callCli(['judge', join(cli.directory, 'pairs', files[0] ?? ''), '--json']);
    expect(JSON.parse(judged.stdout)).toMatchObject({ pairsGiven: 6, pairsUsed: 6 });
    expect(readFileSync(join(cli.directory, 'pairs', files[0] ?? ''), 'utf8')).not.toContain(cli.directory);
    expect(cli.survivors()).toEqual([]);
  },
  MINUTES_ON_A_BUSY_MACHINE_MS,
);

test(
  'SIGINT ends it after the block that runs, with what there is and code 130',
  async () => {
    const cli = startCli([...SMALLEST.with(SMALLEST.indexOf('6'), '1000'), '--seed', '7']);
    await cli.said(/\[1\/1\] dispatch\.turn/);
    cli.signal('SIGINT');
    const { exitCode, stdout } = await cli.ended;
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'evenloop/self-test@1' });
    expect(cli.survivors()).toEqual([]);
  },
  MINUTES_ON_A_BUSY_MACHINE_MS,
);
