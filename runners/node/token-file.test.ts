// The numbers of the token protocol, which the runner repeats so that it need not load the schemas. Real tokens: `harness/conform/plays/slice-games.ts`, played by `runners/contract.process.test.ts`.
import { expect, it } from 'vitest';
import * as contract from '../../harness/contract/message.ts';
import { SLICE_DONE, SLICE_FAILED } from './slices.ts';
import { TOKEN_BYTES, TOKEN_FILE } from './token-file.ts';

it('speaks with the numbers of the contract', () => {
  const { TOKEN_FILE: file, TOKEN_BYTES: bytes, SLICE_DONE: done, SLICE_FAILED: failed } = contract;
  expect([TOKEN_FILE, TOKEN_BYTES, SLICE_DONE, SLICE_FAILED]).toEqual([file, bytes, done, failed]);
});
