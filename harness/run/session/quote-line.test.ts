// A quoted line cannot do anything to a terminal, and fits on it; a tail stays small whatever is written.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteLine } from './quote-line.ts';
import { keepEnds } from './ends.ts';

test('what a terminal would obey is escaped', () => {
  expect(quoteLine('\u001b[31mred\u0007 \t\u009b1A\u202e\u2028')).toBe(
    '\\x1b[31mred\\x07 \\t\\x9b1A\\u{202e}\\u{2028}',
  );
  expect(quoteLine('ordinary text, grüße, 漢字')).toBe('ordinary text, grüße, 漢字');
});

test('no line is quoted with a control character, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (line) => {
      expect(quoteLine(line)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    }),
  );
});

test('a long line is cut, and says by how much', () => {
  expect(quoteLine('x'.repeat(1000))).toBe(`${'x'.repeat(200)}… (800 characters more)`);
});

test('ends keep the first eight lines and the last, 32 in all, with an unfinished one at the end', () => {
  const tail = keepEnds();
  for (let i = 0; i < 100; i++) tail.push(Buffer.from(`line ${i}\n`));
  tail.push(Buffer.from('unfinished'));
  tail.end();
  expect(tail.lines()).toHaveLength(32);
  expect(tail.lines().slice(0, 2)).toEqual(['line 0', 'line 1']);
  expect(tail.lines().slice(7, 10)).toEqual(['line 7', '… 70 lines left out', 'line 78']);
  expect(tail.lines().at(-2)).toBe('line 99');
  expect(tail.lines().at(-1)).toBe('unfinished');
});

test('a stream without a newline does not fill them', () => {
  const tail = keepEnds();
  for (let i = 0; i < 1000; i++) tail.push(Buffer.alloc(1000, 120));
  tail.end();
  expect(tail.lines()).toHaveLength(1);
  expect(tail.lines()[0]?.length).toBeLessThan(300);
});
