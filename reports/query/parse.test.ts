// Tests of the query parser: what it understands, and where exactly it stops at what it does not.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_QUERY, parseQuery } from './parse.ts';
import type { Query } from './tree.ts';
import { ALIASES, FIELDS, FLAGS, NUMBERS, WHOLE } from './vocabulary.ts';

function parsed(text: string): Query {
  const result = parseQuery(text);
  if (result.kind === 'error') throw new Error(JSON.stringify(result.error));
  return result.query;
}

test('each kind of term is understood', () => {
  expect(parsed('')).toEqual({ kind: 'all' });
  expect(parsed('  ')).toEqual({ kind: 'all' });
  expect(parsed('Burst')).toEqual({ kind: 'word', text: 'burst' });
  expect(parsed('"a \\"b (c"')).toEqual({ kind: 'word', text: 'a "b (c' });
  expect(parsed('verdict:SLOWER')).toEqual({ kind: 'field', field: 'verdict', text: 'slower', whole: true });
  expect(parsed('subject:"uvloop x"')).toEqual({
    kind: 'field',
    field: 'subject',
    text: 'uvloop x',
    whole: false,
  });
  expect(parsed('rule:FS-12')).toEqual({ kind: 'field', field: 'rule', text: 'fs-12', whole: true });
  expect(parsed('status:differs')).toEqual({
    kind: 'field',
    field: 'status',
    text: 'divergent',
    whole: true,
  });
  expect(parsed('is:flaky')).toEqual({ kind: 'flag', flag: 'flaky' });
  expect(parsed('ratio>1.2')).toEqual({ kind: 'number', name: 'ratio', comparator: '>', value: 1.2 });
  expect(parsed('value <= 5ms')).toEqual({ kind: 'number', name: 'value', comparator: '<=', value: 5e6 });
  expect(parsed('difference>-2.5us')).toMatchObject({ value: -2500 });
  expect(parsed('pairs:6')).toMatchObject({ kind: 'number', comparator: '=', value: 6 });
  expect(parsed('count:1(status:differs)')).toMatchObject({ kind: 'count', comparator: '=', value: 1 });
  expect(parsed('count:>=2(is:flaky)')).toMatchObject({ kind: 'count', comparator: '>=', value: 2 });
});

test('or binds weakest, then neighbours, then not', () => {
  expect(shape('a b or !c d')).toBe('((a b) | (!c d))');
  expect(shape('a and (b or c)')).toBe('(a (b | c))');
  expect(shape('not not a')).toBe('a');
  expect(shape('!(a b)')).toBe('!(a b)');
  expect(shape('a or b or c')).toBe('(a | b | c)');
});

test('words that join stand for themselves in quotes and as names of fields they are not', () => {
  expect(shape('"or"')).toBe('or');
  expect(shape('nothing')).toBe('nothing');
  expect(parseQuery('or:x')).toMatchObject({ kind: 'error', error: { at: 0, length: 2 } });
});

test.each([
  ['verdict:slowr', 8, 5, 'slower'],
  ['verdikt:slower', 0, 7, 'verdict'],
  ['is:flacky', 3, 6, 'flaky'],
  ['a ratoi>2', 2, 5, 'ratio'],
  ['status:difers', 7, 6, 'differs'],
  ['verdict:completely-else', 8, 15, null],
  ['zzzzzzzz:1', 0, 8, null],
])('%s stops at %d for %d characters and hints at %s', (text, at, length, hint) => {
  expect(parseQuery(text)).toMatchObject({ kind: 'error', error: { at, length, hint } });
});

test.each([
  ['(a', 0, 1, 'never closed'],
  ['a)', 1, 1, 'no open parenthesis'],
  ['a "b', 2, 2, 'never closed'],
  ['ratio>', 6, 0, 'number was expected'],
  ['ratio>x', 6, 1, 'number was expected'],
  ['ratio>1parsec', 6, 7, 'number was expected'],
  ['a or', 4, 0, 'missing at the end'],
  ['or a', 0, 2, 'nothing before'],
  ['a and or b', 6, 2, 'nothing before'],
  ['count:x(a)', 6, 1, 'whole number'],
  ['count:1 a', 8, 1, 'in parentheses'],
  ['subject:', 8, 0, 'is missing'],
  ['()', 1, 1, 'word was expected'],
  ['!', 1, 0, 'missing at the end'],
  ['> 1', 0, 1, 'word was expected'],
])('%s stops at %d for %d characters: %s', (text, at, length, words) => {
  const result = parseQuery(text);
  expect(result).toMatchObject({ kind: 'error', error: { at, length } });
  expect(result.kind === 'error' ? result.error.text : '').toContain(words);
});

test('what is too long or too deep is refused', () => {
  expect(parseQuery('a'.repeat(LONGEST_QUERY)).kind).toBe('query');
  expect(parseQuery('a'.repeat(LONGEST_QUERY + 1))).toMatchObject({
    error: { at: LONGEST_QUERY, length: 1 },
  });
  expect(parseQuery(`${'('.repeat(500)}a${')'.repeat(500)}`).kind).toBe('error');
  expect(parseQuery('!'.repeat(1999)).kind).toBe('error');
  expect(shape(`${'!'.repeat(1999)}a`)).toBe('!a');
});

test('any text gives a query, or an error within the text', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '!',
    ':',
    '>',
    '<=',
    '"',
    'and',
    'or',
    'not',
    ' ',
    'count',
    'ratio',
    'is',
    '1',
    'verdict',
    '\\',
    '__proto__',
    'constructor',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(piece, { maxLength: 40 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, (query) => {
      const result = parseQuery(query);
      if (result.kind === 'query') return true;
      const { at, length } = result.error;
      return at >= 0 && length >= 0 && at + length <= query.length;
    }),
    { numRuns: 3000 },
  );
});

test('each name of the vocabulary is understood', () => {
  for (const field of Object.keys(FIELDS)) {
    const known = Object.entries(WHOLE).find(([name]) => name === field)?.[1];
    expect(parseQuery(`${field}:${known?.[0] ?? 'x'}`).kind).toBe('query');
  }
  for (const flag of Object.keys(FLAGS)) expect(parseQuery(`is:${flag}`).kind).toBe('query');
  for (const name of Object.keys(NUMBERS)) expect(parseQuery(`${name}>=1`).kind).toBe('query');
  for (const [field, names] of Object.entries(ALIASES))
    for (const name of Object.keys(names)) expect(parseQuery(`${field}:${name}`).kind).toBe('query');
});

function shape(text: string): string {
  return drawn(parsed(text));
}

function drawn(query: Query): string {
  if (query.kind === 'word') return query.text;
  if (query.kind === 'not') return `!${drawn(query.of)}`;
  if (query.kind === 'and' || query.kind === 'or')
    return `(${query.parts.map(drawn).join(query.kind === 'or' ? ' | ' : ' ')})`;
  return query.kind;
}
