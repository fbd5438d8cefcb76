// What a runner left in a session of its own is found by its environment: that of the runner that ended, and of an owner that is dead.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Owner } from '../contract/owner.ts';
import { OWNER_FILE, sweepLeftovers } from './leftovers.ts';
import { ownOwner } from './owner.ts';
import { closeToken, endOwnStrays, endStraysOf, openToken, STRAY_VARIABLE } from './strays.ts';

/** No process has this number: it is beyond what Linux gives. */
const DEAD: Owner = { ...ownOwner(), pid: 2 ** 22 + 7, start: '1' };

/** A process in a session of its own; it ends with the test. */
async function daemon(token: string | null): Promise<ChildProcess> {
  const env = { PATH: process.env['PATH'], [STRAY_VARIABLE]: token ?? '' };
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)'], {
    detached: true,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

const ended = async (child: ChildProcess): Promise<boolean> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode === 'SIGKILL';
};
const lives = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

test('it ends with the runner that left it, and that of another runner lives on', async () => {
  const [first, second] = [openToken(), openToken()];
  const [own, other] = [await daemon(first), await daemon(second)];
  closeToken(first, 0);
  expect([await ended(own), lives(other)]).toEqual([true, true]);
  // What the second runner started belongs to it as long as it lives.
  endOwnStrays();
  expect(lives(other)).toBe(true);
  // A number below that of its runner is found by the last look of all.
  closeToken(second, 2 ** 30);
  expect(lives(other)).toBe(true);
  endOwnStrays();
  expect(await ended(other)).toBe(true);
});

test('those of a dead owner go with its folder, and those of others stay', async () => {
  const token = openToken()?.replace(`${process.pid}.${ownOwner().start}.`, `${DEAD.pid}.1.`) ?? null;
  const [left, none] = [await daemon(token), await daemon(null)];
  const parent = mkdtempSync(join(tmpdir(), 'evenloop-strays-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, 'evenloop.abc.Ab12Cd');
  mkdirSync(folder);
  writeFileSync(join(folder, OWNER_FILE), JSON.stringify(DEAD));
  expect(sweepLeftovers({ TMPDIR: parent }, join(parent, 'none'))).toEqual([folder]);
  expect([await ended(left), lives(none)]).toEqual([true, true]);
});

test('an owner that cannot be told from others ends nobody', async () => {
  const child = await daemon(openToken());
  for (const unknown of [{ start: null }, { boot: null }, { space: null }])
    endStraysOf({ ...ownOwner(), ...unknown });
  expect(lives(child)).toBe(true);
});
