// The hand-written checks against the shared lines: they must agree with the published schema on each.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MAX_LINE_BYTES as CONTRACT_MAX_LINE_BYTES } from '../../harness/contract/message.ts';
import { MAX_LINE_BYTES, readMessage } from './read-message.ts';

const fixtures: {
  readonly harness: readonly {
    name: string;
    valid: boolean;
    why: string;
    message?: unknown;
    line?: string;
  }[];
} = JSON.parse(
  readFileSync(new URL('../../harness/contract/fixtures/messages.json', import.meta.url), 'utf8'),
);

it.each(fixtures.harness)('$name: valid $valid ($why)', ({ valid, message, line }) => {
  const read = readMessage(line ?? JSON.stringify(message));
  expect(read.ok).toBe(valid);
  if (read.ok && message !== undefined) expect(read.message).toEqual(message);
  if (!read.ok) expect(read.reason).not.toBe('');
});

it('names the field that is wrong', () => {
  expect(readMessage('{"kind":"slices","id":1,"capacity":0}')).toEqual({
    ok: false,
    reason: 'slices: bad field capacity',
  });
});

it('allows lines as long as the contract does', () => {
  expect(MAX_LINE_BYTES).toBe(CONTRACT_MAX_LINE_BYTES);
});
