// Tests of which rows a query means.
import { expect, test } from 'vitest';
import { matching } from './matching.ts';
import { parseQuery } from './parse.ts';
import type { QueryRow } from './tree.ts';
import type { Flag, NumberName } from './vocabulary.ts';

function row(
  group: string,
  subject: string,
  verdict: string,
  numbers: Partial<Record<NumberName, number>> = {},
  flags: Flag[] = [],
  status = 'equivalent',
): QueryRow {
  return {
    group,
    fields: {
      scenario: [group, `Title of ${group}`],
      subject: [subject],
      verdict: [verdict],
      status: [status],
      rule: ['FS-1', 'FS-12'],
    },
    flags,
    numbers,
  };
}

const ROWS = [
  row('file_watch.burst', 'node/events', 'slower', { ratio: 1.3 }),
  row('file_watch.burst', 'python/uvloop', 'not-comparable', {}, ['different'], 'divergent'),
  row('timers.mass', 'node/events', 'faster', { ratio: 0.7 }),
  row('timers.mass', 'python/uvloop', 'slower', { ratio: 2.5 }, ['flaky', 'different'], 'divergent'),
  row('timers.mass', 'python/coroutines', 'same', { ratio: 1 }, ['different'], 'divergent'),
];

function found(text: string): number[] {
  const result = parseQuery(text);
  if (result.kind === 'error') throw new Error(result.error.text);
  return matching(result.query, ROWS).flatMap((held, index) => (held ? [index] : []));
}

test.each([
  ['', [0, 1, 2, 3, 4]],
  ['verdict:slower', [0, 3]],
  ['verdict:slower subject:uvloop', [3]],
  ['subject:UVLOOP', [1, 3]],
  ['TIMERS', [2, 3, 4]],
  ['"title of file"', [0, 1]],
  ['rule:FS-1', [0, 1, 2, 3, 4]],
  ['rule:FS', []],
  ['is:different', [1, 3, 4]],
  ['is:flaky', [3]],
  ['ratio>1.2', [0, 3]],
  ['!ratio>1.2', [1, 2, 4]],
  ['ratio<=1', [2, 4]],
  ['ratio=1', [4]],
  ['ratio>=2.5', [3]],
  ['ratio<1', [2]],
  ['verdict:faster or verdict:same', [2, 4]],
  ['(verdict:faster or is:different) subject:python', [1, 3, 4]],
  ['count:1(status:differs)', [0, 1]],
  ['count:2(status:differs)', [2, 3, 4]],
  ['count:0(is:flaky)', [0, 1]],
  ['count:>=1(ratio>1.2) !is:different', [0, 2]],
])('%s finds %j', (text, rows) => {
  expect(found(text)).toEqual(rows);
});

test('a subject with rows for several metrics counts once', () => {
  const twice = [...ROWS, row('file_watch.burst', 'python/uvloop', 'not-comparable', {}, [], 'divergent')];
  const result = parseQuery('count:1(status:differs)');
  expect(result.kind === 'query' && matching(result.query, twice)).toEqual([
    true,
    true,
    false,
    false,
    false,
    true,
  ]);
});
