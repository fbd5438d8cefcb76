// Lines in chunks of any size, too long, and not UTF-8.
import { expect, it } from 'vitest';
import { splitLines } from './lines.ts';
import { MAX_LINE_BYTES } from './read-message.ts';

function linesOf(chunks: readonly Uint8Array[]): (string | null)[] {
  const lines: (string | null)[] = [];
  const take = splitLines((line) => lines.push(line));
  for (const chunk of chunks) take(chunk);
  return lines;
}

const TEXT = '{"a":1}\n\n{"b":"\u00e4\u20ac\u{1f600}"}\n';

it('finds the same lines wherever the chunks are cut', () => {
  const bytes = Buffer.from(TEXT);
  const wanted = TEXT.split('\n').slice(0, -1);
  expect(linesOf([bytes])).toEqual(wanted);
  for (let at = 0; at <= bytes.length; at++)
    expect(linesOf([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(wanted);
  expect(linesOf(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(wanted);
});

it('keeps back a line without its end', () => {
  expect(linesOf([Buffer.from('a\nb')])).toEqual(['a']);
});

it('answers null for a line that is too long, and goes on with the next', () => {
  const long = Buffer.alloc(MAX_LINE_BYTES, 'x');
  const end = Buffer.from('\nnext\n');
  expect(linesOf([long, end])).toEqual([long.toString(), 'next']);
  expect(linesOf([long, Buffer.from('x'), end])).toEqual([null, 'next']);
});

it('answers null for a line that is not UTF-8', () => {
  expect(linesOf([Uint8Array.of(0x7b, 0xff, 0x7d, 10), Buffer.from('next\n')])).toEqual([null, 'next']);
});

it('does not swallow a byte order mark', () => {
  expect(linesOf([Buffer.from('\ufeff{}\n')])).toEqual(['\ufeff{}']);
});
