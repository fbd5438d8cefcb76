// Tests of the rows that a query is asked of.
import { expect, test } from 'vitest';
import type { RowFacts } from '../html/charts/chart-data.ts';
import { matching } from './matching.ts';
import { parseQuery } from './parse.ts';
import { queryRows } from './rows.ts';

const BASE: RowFacts = {
  scenario: 0,
  set: 'quick',
  metric: 'p50',
  subject: 1,
  verdict: 'slower',
  cell: 'equivalent',
  estimate: 1.3,
  low: 1.2,
  high: 1.4,
  scale: 'ratio',
  value: 5e6,
  reference: 0,
  level: 0.99,
  pairs: 6,
  sampling: 'duet',
  flaky: false,
  bimodal: true,
};
const DATA = {
  subjects: ['node/promises', 'python/uvloop'],
  scenarios: [
    { id: 'timers.mass', title: 'Many timers', family: 'timers', rules: ['FS-12'], units: { p50: 'ns' } },
  ],
  rows: [
    BASE,
    { ...BASE, scale: 'difference' as const, estimate: 120, low: 80, high: 160, bimodal: false },
    {
      ...BASE,
      verdict: 'not-comparable' as const,
      cell: 'divergent' as const,
      estimate: null,
      flaky: true,
      sampling: null,
      pairs: null,
    },
  ],
};

test.each([
  ['verdict:slower subject:uvloop rule:FS-12 is:comparable', [0, 1]],
  ['is:different is:flaky status:differs', [2]],
  ['ratio>1.2', [0]],
  ['difference>100', [1]],
  ['is:bimodal value>=5ms', [0, 2]],
  ['sampling:duet "many timers" family:timers set:quick metric:p50', [0, 1]],
  ['pairs:6', [0, 1]],
  ['count:1(status:differs)', [0, 1, 2]],
])('%s finds %j', (text, rows) => {
  const result = parseQuery(text);
  if (result.kind === 'error') throw new Error(result.error.text);
  const found = matching(result.query, queryRows(DATA));
  expect(found.flatMap((held, index) => (held ? [index] : []))).toEqual(rows);
});
