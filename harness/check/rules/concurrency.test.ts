// The rule `concurrency` fires where too many are open at once, and nowhere else.
import { expect, test } from 'vitest';
import type { Rule } from '../../contract/scenario.ts';
import { makeAlphabet } from '../alphabet.ts';
import type { Breaches } from '../breach.ts';
import { makeColumns } from '../expected-form.ts';
import { traceCheck } from '../trace-checks.ts';

const words = { order: 'sequence', text: '', key: '', id: '', digest: '' } as const;
const alphabet = makeAlphabet([
  { name: 'enter', code: 1, ...words },
  { name: 'inner', code: 2, ...words },
  { name: 'leave', code: 3, ...words },
  { name: 'other', code: 4, ...words },
]);

function checked(names: string, atMost: number | string): Breaches {
  const rule: Rule = {
    id: 'R',
    level: 'must',
    text: 'A test.',
    kind: 'concurrency',
    open: ['enter', 'inner'],
    close: 'leave',
    atMost,
  };
  const check = traceCheck(rule, alphabet, { permits: 2 }, 0);
  if (check === null) throw new Error('the rule reads no traces');
  // One event a chunk: nothing may rely on seeing a trace at once.
  for (const [at, name] of names.split(' ').entries()) {
    const columns = makeColumns(1);
    columns.kind[0] = alphabet.codeOf(name);
    columns.key[0] = at;
    check.push(columns, at);
  }
  return check.finish();
}

test('what closes before the next opens never overlaps', () => {
  expect(checked('enter leave other inner leave enter leave', 1)).toEqual({ count: 0, kept: [] });
});

test('one too many is found where it opens', () => {
  expect(checked('enter other inner leave leave', 1)).toMatchObject({
    count: 1,
    kept: [{ rule: 'R', class: 'overlap', key: 2, row: 2 }],
  });
});

test('a bound may be a parameter, reached and not passed', () => {
  expect(checked('enter enter leave inner leave leave', 'permits').count).toBe(0);
  expect(checked('enter enter inner leave leave leave', 'permits').count).toBe(1);
});

test('a closing too many makes no room', () => {
  expect(checked('leave leave enter enter', 1).count).toBe(1);
});

test('a bound that is no number is a mistake of the scenario', () => {
  expect(() => checked('enter', 'nothing')).toThrow('no numeric bound');
});
