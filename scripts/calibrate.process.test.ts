// `npm run calibrate` as a program: every part of it runs to its end in tiny sizes, and its usage errors are told.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('calibrate.mjs', import.meta.url));
const LIMIT_MS = 300_000;

const calibrate = (...args: readonly string[]) =>
  execa(process.execPath, [SCRIPT, ...args], { reject: false });

const TINY = ['--quick', '--skip-self-test', '--json', '--scenario', 'dispatch.turn'];

test(
  'peers and cross check of one small scenario give rows, and no process is left out',
  async () => {
    const [ofPeers, ofCross] = await Promise.all([
      calibrate(...TINY, '--peers', '--subject', 'node/promises'),
      calibrate(...TINY, '--cross', '--subject', 'node/promises,node/callbacks'),
    ]);
    for (const { exitCode, stdout, stderr } of [ofPeers, ofCross]) {
      expect(exitCode, stderr).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ schema: 'evenloop/calibration@1', selfTest: null });
    }
    const { peers } = JSON.parse(ofPeers.stdout);
    const { cross } = JSON.parse(ofCross.stdout);
    const asked = peers.rows.map(({ peer }: { peer: string }) => peer);
    expect(asked).toEqual(expect.arrayContaining(['compare-js', 'tinybench', 'pyperf']));
    expect(peers.absent.every(({ peer }: { peer: string }) => peer.startsWith('hyperfine'))).toBe(true);
    expect(cross.troubles).toEqual([]);
    expect(cross.rows.map(({ metric, way }: { metric: string; way: string }) => `${metric} ${way}`)).toEqual([
      'typical pinned',
      'typical free',
      'cpu pinned',
      'cpu free',
    ]);
  },
  LIMIT_MS,
);

test(
  'runs of copies of one subject, one of them slowed, are kept and counted, and not made again',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'evenloop-honest-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const args = [...TINY, '--honest-dir', directory, '--copies', '2', '--inject', '100', '--honest'];
    const first = await calibrate(...args, '1');
    expect(first.exitCode, first.stderr).toBe(0);
    const { honest } = JSON.parse(first.stdout);
    const slowed = 'node+copy1/promises';
    expect(honest).toMatchObject({ injected: { subject: slowed, percent: 100 }, runs: { trials: 1 } });
    expect(honest.slowed.slower.trials).toBeGreaterThan(0);
    expect(honest.slowed.estimates.least).toBeGreaterThan(1.3);
    expect(honest.primary.trials).toBeGreaterThan(0);
    const kept = readFileSync(join(directory, '0.json'), 'utf8');
    const second = await calibrate(...args, '2');
    expect(JSON.parse(second.stdout).honest.rows).toEqual([honest.rows[0], expect.anything()]);
    expect(readFileSync(join(directory, '0.json'), 'utf8')).toBe(kept);
    const other = await calibrate(...args, '2', '--neighbour', '1');
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining('runs of other settings')]);
  },
  LIMIT_MS,
);

test.each([
  ['--decide', '1'],
  ['--against', 'HEAD'],
  ['--honest', '0'],
  ['--honest', '1', '--copies', '8'],
  ['--rounds', '1'],
  ['--neighbour', '101'],
  ['--peer-seconds', 'x'],
  ['--skip-self-test'],
  ['--nonsense'],
])('%s %s is refused with the usage', async (...args) => {
  const { exitCode, stderr } = await calibrate(...args.filter((word) => word !== undefined));
  expect(exitCode).toBe(2);
  expect(stderr).toContain('usage: npm run calibrate');
});
