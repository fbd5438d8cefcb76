// `npm run calibrate` as a program: every part of it runs to its end in tiny sizes, and its usage errors are told.
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('calibrate.mjs', import.meta.url));
const LIMIT_MS = 300_000;

const calibrate = (...args: readonly string[]) =>
  execa(process.execPath, [SCRIPT, ...args], { reject: false });

test(
  'peers and cross check of one small scenario give rows, and no process is left out',
  async () => {
    const chosen = ['--scenario', 'dispatch.turn', '--subject', 'node/promises,node/callbacks'];
    const args = ['--quick', '--peers', '--cross', '--skip-self-test', '--json', ...chosen];
    const { exitCode, stdout, stderr } = await calibrate(...args);
    expect(exitCode, stderr).toBe(0);
    const { schema, peers, cross, selfTest } = JSON.parse(stdout);
    expect([schema, selfTest]).toEqual(['evenloop/calibration@1', null]);
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

test.each([
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
