// Tests of what the page offers for download: tables that start nothing, names that lead nowhere.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../words/csv.ts';
import { fileName } from './file-name.ts';

test('a table becomes lines with quotes only where they are needed', () => {
  expect(
    csv(
      ['subject', 'ratio'],
      [
        ['node, "events"', 1.25],
        ['a\nb', null],
        ['plain', -3],
      ],
    ),
  ).toBe('subject,ratio\r\n"node, ""events""",1.25\r\n"a\nb",\r\nplain,-3\r\n');
});

test('a text that a spreadsheet would run stays a text', () => {
  expect(csv(['a'], [['=HYPERLINK("x")'], ['+1'], ['@SUM(A1)'], ['-2']])).toBe(
    'a\r\n"\'=HYPERLINK(""x"")"\r\n\'+1\r\n\'@SUM(A1)\r\n\'-2\r\n',
  );
});

test('any texts give a file name that is one, and stays in its folder', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), (texts) => {
      const name = fileName('csv', ...texts);
      return /^evenloop(-[A-Za-z0-9_]([A-Za-z0-9._-]{0,59}))*\.csv$/.test(name) && !name.includes('..');
    }),
    { numRuns: 2000 },
  );
  expect(fileName('json', '../../etc/passwd', 'CON', '')).toBe('evenloop-etc-passwd-CON.json');
  expect(fileName('png', '2026-03-14T09-26-53-quick', 'curve~~timers.mass~~count=8')).toBe(
    'evenloop-2026-03-14T09-26-53-quick-curve-timers.mass-count-8.png',
  );
});
