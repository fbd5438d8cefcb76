// The query language of the page: `verdict:slower subject:uvloop (ratio>1.2 or !is:different) count:1(status:differs)`.
import { nearest } from '../../harness/contract/nearest.ts';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';
import type { Comparator, ParsedQuery, Query, QueryError } from './tree.ts';
import { ALIASES, FIELDS, FLAGS, NUMBERS, UNITS, WHOLE } from './vocabulary.ts';
import type { Field, Flag, NumberName } from './vocabulary.ts';

/** Longer than any typed query: the hash of an address can hold anything. */
export const LONGEST_QUERY = 2000;
const DEEPEST = 40;

/** The name that was probably meant: a third of the letters may be wrong, in short names one. */
const guess = (typed: string, names: readonly string[]): string | null =>
  nearest(typed, names, Math.max(1, Math.floor(typed.length / 3)));

/** Words side by side must all hold; `or` binds weaker than that; `!` and `not` bind strongest. */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > LONGEST_QUERY)
    return fault(
      { at: LONGEST_QUERY, length: text.length - LONGEST_QUERY },
      `A query has ${LONGEST_QUERY} characters at most.`,
    );
  const tokens = tokensOf(text);
  if (!isList(tokens)) return { kind: 'error', error: tokens };
  const reader = new Reader(tokens);
  try {
    const query = reader.next.kind === 'end' ? { kind: 'all' as const } : either(reader, 0);
    if (reader.next.kind !== 'end') reader.stop('There is no open parenthesis that this closes.');
    return { kind: 'query', query };
  } catch (error) {
    if (error instanceof Stop) return { kind: 'error', error: error.error };
    throw error;
  }
}

function isList(value: readonly Token[] | QueryError): value is readonly Token[] {
  return Array.isArray(value);
}

function fault(place: Pick<QueryError, 'at' | 'length'>, text: string): ParsedQuery {
  return { kind: 'error', error: { at: place.at, length: place.length, text, hint: null } };
}

class Stop extends Error {
  readonly error: QueryError;
  constructor(error: QueryError) {
    super(error.text);
    this.error = error;
  }
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token {
    return this.ahead(0);
  }

  /** The list always ends in `end`, and stays there. */
  ahead(steps: number): Token {
    return this.#tokens[this.#at + steps] ?? { kind: 'end', at: 0, length: 0 };
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  is(word: 'and' | 'or' | 'not'): boolean {
    const { next } = this;
    const sign = this.ahead(1).kind;
    if (next.kind !== 'word' || next.quoted || sign === ':' || sign === 'compare') return false;
    return next.text.toLowerCase() === word;
  }

  stop(text: string, token: Token = this.next, hint: string | null = null): never {
    throw new Stop({ at: token.at, length: token.length, text, hint });
  }
}

function either(reader: Reader, depth: number): Query {
  if (depth > DEEPEST) reader.stop(`Parentheses go ${DEEPEST} deep at most.`);
  const parts = [both(reader, depth)];
  while (reader.is('or')) {
    reader.take();
    parts.push(both(reader, depth));
  }
  return joined('or', parts);
}

function both(reader: Reader, depth: number): Query {
  const parts = [single(reader, depth)];
  while (reader.next.kind !== 'end' && reader.next.kind !== ')' && !reader.is('or')) {
    if (reader.is('and')) reader.take();
    parts.push(single(reader, depth));
  }
  return joined('and', parts);
}

function joined(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [only, second] = parts;
  return only !== undefined && second === undefined ? only : { kind, parts };
}

function single(reader: Reader, depth: number): Query {
  let negated = false;
  while (reader.next.kind === '!' || reader.is('not')) {
    reader.take();
    negated = !negated;
  }
  const query = reader.next.kind === '(' ? group(reader, depth) : term(reader, depth);
  return negated ? { kind: 'not', of: query } : query;
}

function group(reader: Reader, depth: number): Query {
  const open = reader.take();
  const query = either(reader, depth + 1);
  if (reader.next.kind !== ')') reader.stop('This parenthesis is never closed.', open);
  reader.take();
  return query;
}

function term(reader: Reader, depth: number): Query {
  const { next } = reader;
  if (next.kind === 'end') return reader.stop('Something is missing at the end.');
  if (next.kind !== 'word') return reader.stop('A word was expected here.');
  if (reader.is('and') || reader.is('or')) return reader.stop(`There is nothing before this “${next.text}”.`);
  const sign = reader.ahead(1);
  reader.take();
  if (sign.kind === ':') {
    reader.take();
    return named(reader, next, next.text.toLowerCase(), depth);
  }
  if (sign.kind === 'compare') {
    reader.take();
    return compared(reader, next, next.text.toLowerCase(), sign.comparator);
  }
  return { kind: 'word', text: next.text.toLowerCase() };
}

function named(reader: Reader, name: Token, text: string, depth: number): Query {
  if (text === 'count') return counted(reader, depth);
  if (text === 'is') return { kind: 'flag', flag: flagOf(reader) };
  if (isNumber(text)) return compared(reader, name, text, '=');
  if (!isField(text))
    return reader.stop(
      `There is no field “${text}”.`,
      name,
      guess(text, [...Object.keys(FIELDS), 'is', 'count']),
    );
  const value = reader.take();
  if (value.kind !== 'word') return reader.stop(`A value of “${text}” is missing here.`, value);
  const lower = value.text.toLowerCase();
  const known = WHOLE[text];
  if (known === undefined) return { kind: 'field', field: text, text: lower, whole: false };
  const meant = aliasOf(text, lower);
  if (known !== null && !known.includes(meant))
    return reader.stop(
      `There is no ${text} “${lower}”.`,
      value,
      guess(lower, [...known, ...Object.keys(ALIASES[text] ?? {})]),
    );
  return { kind: 'field', field: text, text: meant, whole: true };
}

function aliasOf(field: Field, text: string): string {
  const aliases = ALIASES[field] ?? {};
  return (Object.hasOwn(aliases, text) ? aliases[text] : undefined) ?? text;
}

function flagOf(reader: Reader): Flag {
  const value = reader.take();
  if (value.kind !== 'word') return reader.stop('What it should be is missing here.', value);
  const text = value.text.toLowerCase();
  if (isFlag(text)) return text;
  return reader.stop(`Nothing is ever “${text}”.`, value, guess(text, Object.keys(FLAGS)));
}

/** `count:1(status:differs)`: exactly one subject of the same scenario and set. Also `count:>1(..)`. */
function counted(reader: Reader, depth: number): Query {
  const sign = reader.next;
  const comparator = sign.kind === 'compare' ? sign.comparator : '=';
  if (sign.kind === 'compare') reader.take();
  const amount = reader.take();
  const value = amount.kind === 'word' && /^\d{1,6}$/u.test(amount.text) ? Number(amount.text) : null;
  if (value === null) return reader.stop('A whole number was expected here.', amount);
  if (reader.next.kind !== '(') reader.stop('What is counted stands in parentheses here.');
  return { kind: 'count', comparator, value, of: group(reader, depth) };
}

function compared(reader: Reader, name: Token, text: string, comparator: Comparator): Query {
  if (!isNumber(text))
    return reader.stop(`There is no number “${text}”.`, name, guess(text, Object.keys(NUMBERS)));
  const token = reader.take();
  const value = token.kind === 'word' ? amountOf(token.text) : null;
  if (value === null) return reader.stop('A number was expected here.', token);
  return { kind: 'number', name: text, comparator, value };
}

/** `1.2`, `-3e2`, `5ms`; null for anything else. */
function amountOf(text: string): number | null {
  const match = /^([-\u2212+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?)(\p{L}{0,2})$/iu.exec(text);
  const unit = (match?.[2] ?? '').toLowerCase();
  if (match === null || !Object.hasOwn(UNITS, unit)) return null;
  const value = Number((match[1] ?? '').replace('\u2212', '-')) * (UNITS[unit] ?? 1);
  return Number.isFinite(value) ? value : null;
}

const isField = (text: string): text is Field => Object.hasOwn(FIELDS, text);
const isNumber = (text: string): text is NumberName => Object.hasOwn(NUMBERS, text);
const isFlag = (text: string): text is Flag => Object.hasOwn(FLAGS, text);
