// The way of the tokens over a real pair of sockets: every answer that a runner may give, and those that it may not.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SLICE_DONE, SLICE_FAILED } from '../../contract/message.ts';
import { openTokenChannel } from './token-channel.ts';

const PATIENCE_MS = 20_000;

interface Pair {
  readonly ours: Socket;
  /** The end of the runner. */
  readonly theirs: Socket;
}

async function socketPair(): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-tokens-'));
  const server = createServer();
  const path = join(folder, 's');
  await new Promise<void>((resolve) => void server.listen(path, resolve));
  const accepted = new Promise<Socket>((resolve) => void server.once('connection', resolve));
  const ours = connect(path);
  const theirs = await accepted;
  theirs.on('error', () => {});
  onTestFinished(() => {
    ours.destroy();
    theirs.destroy();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ours, theirs };
}

/** A runner that answers each token with what `answer` gives for it. */
function answering({ theirs }: Pair, answer: (operations: number) => readonly number[]): readonly number[] {
  const tokens: number[] = [];
  theirs.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += 4) {
      tokens.push(chunk.readUInt32LE(at));
      const bytes = answer(tokens.at(-1) ?? 0);
      if (bytes.length > 0) theirs.write(Buffer.from(bytes));
    }
  });
  return tokens;
}

test('a token carries the operations, and the answer is timed on the clock of the harness', async () => {
  const pair = await socketPair();
  const tokens = answering(pair, () => [SLICE_DONE]);
  const channel = openTokenChannel(pair.ours);
  for (const operations of [1, 77, 0xffff_ffff]) {
    const slot = await channel.slot(operations, PATIENCE_MS);
    expect(channel.busyNs()).toBeGreaterThanOrEqual(0);
    expect(slot.kind === 'done' && slot.slotNs > 0).toBe(true);
  }
  expect(tokens).toEqual([1, 77, 0xffff_ffff]);
  expect(channel.stray()).toBeNull();
});

test('the token 0 ends the slices', async () => {
  const pair = await socketPair();
  const ended = new Promise<Buffer>((resolve) => void pair.theirs.once('data', resolve));
  openTokenChannel(pair.ours).end();
  expect([...(await ended)]).toEqual([0, 0, 0, 0]);
});

test.each([
  ['a slice that failed', [SLICE_FAILED], { kind: 'failed' }],
  ['a byte that means nothing', [7], { kind: 'strange', bytes: [7] }],
  ['two bytes for one token', [SLICE_DONE, SLICE_DONE], { kind: 'strange', bytes: [1, 1] }],
])('%s is told as what it is', async (_name, bytes, expected) => {
  const pair = await socketPair();
  answering(pair, () => bytes);
  expect(await openTokenChannel(pair.ours).slot(5, PATIENCE_MS)).toEqual(expected);
});

test('a byte that nobody asked for is kept, and is not taken for the answer to the next token', async () => {
  const pair = await socketPair();
  const tokens = answering(pair, () => [SLICE_DONE]);
  const channel = openTokenChannel(pair.ours);
  const came = new Promise((resolve) => void pair.ours.once('data', resolve));
  pair.theirs.write(Buffer.from([SLICE_DONE]));
  await came;
  expect(channel.stray()).toEqual([SLICE_DONE]);
  expect(await channel.slot(3, PATIENCE_MS)).toEqual({ kind: 'strange', bytes: [SLICE_DONE] });
  expect(tokens).toEqual([]);
});

test('a runner that closes its end is noticed during a slot, and before one', async () => {
  const pair = await socketPair();
  pair.theirs.once('data', () => pair.theirs.destroy());
  const channel = openTokenChannel(pair.ours);
  expect(await channel.slot(3, PATIENCE_MS)).toEqual({ kind: 'closed' });
  expect(await channel.slot(3, PATIENCE_MS)).toEqual({ kind: 'closed' });
  channel.end();
});

test('a runner that does not answer costs its limit and no more', async () => {
  const pair = await socketPair();
  pair.theirs.resume();
  expect(await openTokenChannel(pair.ours).slot(3, 20)).toEqual({ kind: 'timeout', limitMs: 20 });
});

test('what was given up is not waited for, neither now nor later', async () => {
  const pair = await socketPair();
  pair.theirs.resume();
  const channel = openTokenChannel(pair.ours);
  const slot = channel.slot(3, PATIENCE_MS);
  channel.giveUp();
  expect(await slot).toEqual({ kind: 'closed' });
  expect(await channel.slot(4, PATIENCE_MS)).toEqual({ kind: 'closed' });
});
