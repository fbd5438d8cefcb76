// `npm run calibrate` as a program: every part of it runs to its end in tiny sizes, and its usage errors are told.
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

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
