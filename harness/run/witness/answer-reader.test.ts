// HTTP answers as they come: whole wherever they are cut, one behind the other, and broken where they are no HTTP.
import { expect, test } from 'vitest';
import { AnswerReader } from './answer-reader.ts';

const WITH_LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const IN_CHUNKS = 'HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n';
const EMPTY = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';

function read(pieces: readonly string[]): { told: string[]; isBroken: boolean } {
  const told: string[] = [];
  let body = '';
  const reader = new AnswerReader({
    begun: (status) => told.push(String(status)),
    piece: (bytes) => {
      body += bytes.toString('latin1');
    },
    whole: () => {
      told.push(body);
      body = '';
    },
  });
  for (const piece of pieces) reader.feed(Buffer.from(piece, 'latin1'));
  return { told, isBroken: reader.isBroken };
}

test('an answer is whole with its last byte, wherever it is cut', () => {
  for (const [text, status] of [
    [WITH_LENGTH, '200'],
    [IN_CHUNKS, '500'],
  ] as const)
    for (let cut = 1; cut < text.length; cut++) {
      expect(read([text.slice(0, cut)]).told).not.toContain('hello');
      expect(read([text.slice(0, cut), text.slice(cut)])).toEqual({
        told: [status, 'hello'],
        isBroken: false,
      });
    }
});

test('a head says whether the connection ends behind its answer', () => {
  const said: boolean[] = [];
  const events = {
    begun: (_status: number, closes: boolean) => said.push(closes),
    piece: () => {},
    whole: () => {},
  };
  for (const field of ['', 'Connection: close\r\n', 'connection: keep-alive\r\n'])
    new AnswerReader(events).feed(Buffer.from(`HTTP/1.1 200 OK\r\n${field}Content-Length: 0\r\n\r\n`));
  expect(said).toEqual([false, true, false]);
});

test('answers stand one behind the other, with and without a body', () => {
  const text = WITH_LENGTH + EMPTY + IN_CHUNKS;
  const told = ['200', 'hello', '200', '', '500', 'hello'];
  expect(read([text]).told).toEqual(told);
  expect(read(Array.from(text)).told).toEqual(told);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n'],
  ['another version', 'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello'],
  ['neither length nor chunks', 'HTTP/1.1 200 OK\r\n\r\nhello'],
  ['both', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello'],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello'],
  ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nhello\r\n'],
  [
    'a chunk that is longer than it says',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n',
  ],
  ['a head without an end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}`],
])('%s is broken, and nothing behind it is read', (_what, text) => {
  const { told, isBroken } = read([text, WITH_LENGTH]);
  expect(isBroken).toBe(true);
  expect(told).not.toContain('hello');
});
