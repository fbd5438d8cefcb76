// Arming that fails half-way: each socket and each thread that was opened until then is gone.
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openAddresses } from './addresses.ts';
import type { WitnessContext } from './context.ts';
import { openRelay } from './relay.ts';
import { openSilence } from './silence.ts';

const context = { secret: 1, directory: '', patienceMs: 60_000, now: () => 0 } as WitnessContext;

/** The sockets of this process, those of its threads included, by the kernel's table. And the threads that it started and still knows. */
function held(): { readonly sockets: number; readonly workers: number } {
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return '';
    }
  });
  return {
    sockets: links.filter((link) => link.startsWith('socket:')).length,
    workers: process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length,
  };
}

/** The address of trial 254 is the one that holds the port: nobody can listen there a second time. */
const TAKEN_TRIAL = 254;

test.each([
  ['a good address is taken', 'good'],
  ['an address that is to be silent is taken', 'silent'],
] as const)('addresses leave nothing where %s', async (_, kind) => {
  const trials = Array.from({ length: TAKEN_TRIAL + 1 }, (_each, trial) =>
    trial === 0 ? (['good', 'good'] as const) : trial === TAKEN_TRIAL ? ([kind] as const) : [],
  );
  // What Node starts once and keeps is there after the first failure.
  const arm = () => openAddresses({ kind: 'addresses', trials }, context);
  await expect(arm()).rejects.toThrow('EADDRINUSE');
  const before = held();
  await expect(arm()).rejects.toThrow('EADDRINUSE');
  expect(held()).toEqual(before);
});

test('silence leaves no listener and no thread where one of its addresses is taken', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.77.250.1', resolve));
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  const before = held();
  await expect(openSilence(['127.77.250.2', '127.77.250.1'], port)).rejects.toThrow('EADDRINUSE');
  expect(held()).toEqual(before);
});

test('a relay whose second socket cannot be opened closes the first', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-relay-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(join(directory, 'sink.sock'), resolve));
  onTestFinished(() => void taken.close());
  const before = held();
  const stimulus = { kind: 'relay', chunks: 1, chunkBytes: 64, takenBytes: 64, stallMs: 1 } as const;
  await expect(openRelay(stimulus, { ...context, directory })).rejects.toThrow('EADDRINUSE');
  expect(held()).toEqual(before);
});
