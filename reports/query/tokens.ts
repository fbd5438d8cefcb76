// A query cut into its tokens, each with its place.
import type { Comparator, QueryError } from './tree.ts';

export type Token = { readonly at: number; readonly length: number } & (
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'compare'; readonly comparator: Comparator }
  | { readonly kind: '(' | ')' | '!' | ':' | 'end' }
);

/** Quoted text, a sign, or anything else up to the next sign or space. The sticky flag lets it start at a place. */
const NEXT = /\s*(?:"((?:[^"\\]|\\.)*)"|(>=|<=|[><=])|([()!:])|([^\s()!:<>="]+))/uy;

export function tokensOf(text: string): readonly Token[] | QueryError {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  const pattern = new RegExp(NEXT);
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      const at = text.indexOf('"', from);
      return { at, length: end - at, text: 'This quotation mark is never closed.', hint: null };
    }
    tokens.push(tokenOf(match, text));
  }
  return [...tokens, { kind: 'end', at: end, length: 0 }];
}

function tokenOf(match: RegExpExecArray, text: string): Token {
  const [whole, quoted, compare, sign, word = ''] = match;
  const length = whole.trimStart().length;
  const place = { at: match.index + whole.length - length, length };
  if (quoted !== undefined)
    return { kind: 'word', text: quoted.replaceAll(/\\(.)/gu, '$1'), quoted: true, ...place };
  if (isComparator(compare)) return { kind: 'compare', comparator: compare, ...place };
  if (sign === '(' || sign === ')' || sign === '!' || sign === ':') return { kind: sign, ...place };
  return {
    kind: 'word',
    text: word === '' ? text.slice(place.at, place.at + length) : word,
    quoted: false,
    ...place,
  };
}

function isComparator(text: string | undefined): text is Comparator {
  return text === '>' || text === '>=' || text === '<' || text === '<=' || text === '=';
}
