// Lines out of bytes: whatever the chunks, whatever the bytes, in bounded memory.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitLines } from './lines.ts';
import type { RunnerLine } from './lines.ts';

function linesOf(chunks: readonly Uint8Array[], limitBytes?: number): RunnerLine[] {
  const lines: RunnerLine[] = [];
  const splitter = splitLines((line) => lines.push(line), limitBytes);
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

test('chunk boundaries do not matter, not even within a character', () => {
  const text = fc.array(fc.string({ unit: 'grapheme' }).filter((line) => !line.includes('\n')));
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 64 })), (lines, cuts) => {
      const whole = bytes(lines.map((line) => `${line}\n`).join(''));
      const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
      const chunks = at.slice(1).map((end, i) => whole.slice(at[i], end));
      expect(linesOf(chunks)).toEqual(lines.map((line) => ({ kind: 'line', text: line })));
    }),
  );
});

test('a line of exactly the limit passes, one byte more does not, and the next line is read again', () => {
  expect(linesOf([bytes('12345678\n')], 8)).toEqual([{ kind: 'line', text: '12345678' }]);
  expect(linesOf([bytes('123456'), bytes('789\nnext\n')], 8)).toEqual([
    { kind: 'oversize', prefix: '123456789' },
    { kind: 'line', text: 'next' },
  ]);
});

test('a line without an end is told as soon as it is too long, once', () => {
  const lines: RunnerLine[] = [];
  const splitter = splitLines((line) => lines.push(line), 8);
  for (let i = 0; i < 10_000; i++) splitter.push(bytes('abc'));
  expect(lines).toEqual([{ kind: 'oversize', prefix: 'abcabcabc' }]);
  splitter.end();
  expect(lines).toHaveLength(1);
});

test('a line that comes in byte by byte is put together', () => {
  const text = 'x'.repeat(5000);
  expect(linesOf([...bytes(`${text}\n`)].map((byte) => Uint8Array.of(byte)))).toEqual([
    { kind: 'line', text },
  ]);
});

test('an unfinished last line, an empty line, a byte order mark and bytes that are not UTF-8 are told apart', () => {
  expect(linesOf([bytes('whole\nhalf')])).toEqual([
    { kind: 'line', text: 'whole' },
    { kind: 'partial', text: 'half' },
  ]);
  expect(linesOf([bytes('\n')])).toEqual([{ kind: 'line', text: '' }]);
  expect(linesOf([bytes('\uFEFF{}\n')])).toEqual([{ kind: 'line', text: '\uFEFF{}' }]);
  expect(linesOf([Uint8Array.of(0xc3, 0x28, 0x0a)])).toEqual([{ kind: 'not-utf8', text: '\uFFFD(' }]);
});
