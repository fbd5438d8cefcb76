// Tables: never wider than the terminal, the least important column goes first, nothing is lost with --wide.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf, makePaint, plainPaint, wantsColour } from './colour.ts';
import { cut, renderTable } from './table.ts';
import type { Column, Row } from './table.ts';
import { terminalText } from './terminal-text.ts';

const COLUMNS: readonly Column[] = [
  { title: 'subject', align: 'left', priority: 0 },
  { title: 'value', align: 'right', priority: 1 },
  { title: 'interval', align: 'left', priority: 3 },
  { title: 'verdict', align: 'left', priority: 0 },
];
const ROWS: readonly Row[] = [
  { heading: 'timers.sleep_loop 5ms' },
  ['node/promises', '41.2 µs', '', { text: 'reference', shade: 'dim' }],
  ['python/coroutines', '88 µs', '[2.05, 2.22]', { text: '▼ slower', shade: 'yellow' }],
];

test('everything fits at 80 columns and is aligned', () => {
  expect(renderTable(COLUMNS, ROWS, 80, plainPaint)).toEqual([
    'subject              value  interval      verdict',
    'timers.sleep_loop 5ms',
    'node/promises      41.2 µs                reference',
    'python/coroutines    88 µs  [2.05, 2.22]  ▼ slower',
  ]);
});

test('the least important column goes first when the terminal is narrow', () => {
  const lines = renderTable(COLUMNS, ROWS, 40, plainPaint).join('\n');
  expect(lines).not.toContain('[2.05, 2.22]');
  expect(lines).toContain('41.2 µs');
  expect(lines).toContain('▼ slower');
});

test('essential columns stay even where they have to be cut', () => {
  const lines = renderTable(COLUMNS, ROWS, 22, plainPaint);
  expect(lines.at(-1)).toBe('python/cor…  ▼ slower');
});

test('painting changes no layout', () => {
  const painted = renderTable(COLUMNS, ROWS, 60, makePaint(true));
  expect(terminalText(painted.join('\n'))).toContain('\u001b[');
  expect(painted.map(cellsOf)).toEqual(renderTable(COLUMNS, ROWS, 60, plainPaint).map(cellsOf));
});

test('no line is ever wider than a terminal of at least forty columns', () => {
  const row = fc.array(fc.string({ maxLength: 60 }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), fc.integer({ min: 40, max: 120 }), (rows, width) => {
      const widest = Math.max(0, ...renderTable(COLUMNS.slice(0, 2), rows, width, plainPaint).map(cellsOf));
      expect(widest).toBeLessThanOrEqual(width);
    }),
  );
});

test('a cut text shows that it was cut', () => {
  expect([cut('abcdef', 4), cut('abcd', 4), cut('abcdef', null)]).toEqual(['abc…', 'abcd', 'abcdef']);
});

test('colour follows FORCE_COLOR, then NO_COLOR, then the terminal', () => {
  expect(wantsColour({}, true)).toBe(true);
  expect(wantsColour({}, false)).toBe(false);
  expect(wantsColour({ NO_COLOR: '1' }, true)).toBe(false);
  expect(wantsColour({ NO_COLOR: '' }, true)).toBe(true);
  expect(wantsColour({ NO_COLOR: '1', FORCE_COLOR: '1' }, false)).toBe(true);
  expect(wantsColour({ FORCE_COLOR: '0' }, true)).toBe(false);
  expect(wantsColour({ TERM: 'dumb' }, true)).toBe(false);
});
