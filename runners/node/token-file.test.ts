// The numbers of the token protocol, which the runner repeats so that it need not load the schemas. Real tokens: `harness/conform/plays/slice-games.ts`, played by `runners/contract.process.test.ts`.
import { expect, it } from 'vitest';
import * as contract from '../../harness/contract/message.ts';
import { SLICE_DONE, SLICE_FAILED } from './slices.ts';
import type { Libc } from './libc.ts';
import { openForeignTokenFile, TOKEN_BYTES, TOKEN_FILE } from './token-file.ts';

it('speaks with the numbers of the contract', () => {
  const { TOKEN_FILE: file, TOKEN_BYTES: bytes, SLICE_DONE: done, SLICE_FAILED: failed } = contract;
  expect([TOKEN_FILE, TOKEN_BYTES, SLICE_DONE, SLICE_FAILED]).toEqual([file, bytes, done, failed]);
});

/** A C library whose file 3 is a socket that gives these bytes in these pieces; -1: the call was interrupted. */
function libcOf(
  bytes: readonly number[],
  pieces: readonly number[],
  written: number[],
  kept: number[],
): Libc {
  let at = 0;
  const lengths = [...pieces];
  return {
    monotonicNs: () => 0n,
    read(file, into) {
      expect(file).toBe(TOKEN_FILE);
      const length = Math.min(lengths.shift() ?? 0, into.length);
      if (length > 0) into.set(bytes.slice(at, at + length));
      at += Math.max(length, 0);
      return length;
    },
    write: (_file, from) => written.push(...from),
    isSocket: (file) => file === TOKEN_FILE,
    keep: (file) => void kept.push(file),
  };
}

it('reads tokens through the C library, in pieces and after interruptions, and answers there', () => {
  const [written, kept]: [number[], number[]] = [[], []];
  const tokens = openForeignTokenFile(libcOf([1, 2, 0, 0, 0, 0, 0, 0], [1, -1, 2, 4, 4], written, kept));
  expect(kept).toEqual([TOKEN_FILE]);
  expect(tokens?.next()).toBe(0x201);
  tokens?.answer(SLICE_DONE);
  expect(written).toEqual([SLICE_DONE]);
  expect(tokens?.next()).toBe(0);
});

it('has no tokens where file 3 is no socket, or where there is no C library', () => {
  const libc = libcOf([], [], [], []);
  expect(openForeignTokenFile({ ...libc, isSocket: () => false })).toBeNull();
  expect(openForeignTokenFile(null)).toBeNull();
});
