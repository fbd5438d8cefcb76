// Every verdict as it is shown: a glyph, a word and a tone. Never a colour alone.
import type { ChangeVerdict, ComparisonVerdict, ConformanceVerdict } from '../../harness/contract/verdict.ts';

export interface VerdictWord {
  /** As in the result; a class of the style sheet. The same name has the same glyph and tone everywhere. */
  readonly name: ComparisonVerdict | ChangeVerdict | ConformanceVerdict;
  readonly glyph: string;
  readonly word: string;
  /** Class of the style sheet. `good` and `bad` differ in hue and in glyph, `alarm` stands out. */
  readonly tone: 'good' | 'bad' | 'even' | 'open' | 'alarm' | 'quiet';
  /** Place in tables: the most important comes first. */
  readonly rank: number;
}

const NOT_COMPARABLE = {
  name: 'not-comparable',
  glyph: '≠',
  word: 'not comparable',
  tone: 'alarm',
  rank: 0,
} as const;

export const COMPARISON_WORDS: Readonly<Record<ComparisonVerdict, VerdictWord>> = {
  'not-comparable': NOT_COMPARABLE,
  slower: { name: 'slower', glyph: '▼', word: 'slower', tone: 'bad', rank: 1 },
  unclear: { name: 'unclear', glyph: '?', word: 'unclear', tone: 'open', rank: 2 },
  faster: { name: 'faster', glyph: '▲', word: 'faster', tone: 'good', rank: 3 },
  same: { name: 'same', glyph: '=', word: 'same', tone: 'even', rank: 4 },
};

export const CHANGE_WORDS: Readonly<Record<ChangeVerdict, VerdictWord>> = {
  'not-comparable': NOT_COMPARABLE,
  regression: { name: 'regression', glyph: '▼', word: 'regression', tone: 'bad', rank: 1 },
  gone: { name: 'gone', glyph: '✕', word: 'gone', tone: 'alarm', rank: 2 },
  inconclusive: { name: 'inconclusive', glyph: '?', word: 'inconclusive', tone: 'open', rank: 3 },
  improvement: { name: 'improvement', glyph: '▲', word: 'improvement', tone: 'good', rank: 4 },
  unchanged: { name: 'unchanged', glyph: '=', word: 'unchanged', tone: 'even', rank: 5 },
  new: { name: 'new', glyph: '+', word: 'new', tone: 'quiet', rank: 6 },
};

export const CONFORMANCE_WORDS: Readonly<Record<ConformanceVerdict, VerdictWord>> = {
  divergent: { name: 'divergent', glyph: '≠', word: 'differs', tone: 'alarm', rank: 0 },
  failed: { name: 'failed', glyph: '✕', word: 'failed', tone: 'alarm', rank: 1 },
  'stale-divergence': {
    name: 'stale-divergence',
    glyph: '!',
    word: 'known divergence is gone',
    tone: 'alarm',
    rank: 2,
  },
  inconclusive: { name: 'inconclusive', glyph: '?', word: 'inconclusive', tone: 'open', rank: 3 },
  'known-divergence': {
    name: 'known-divergence',
    glyph: '≈',
    word: 'known divergence',
    tone: 'quiet',
    rank: 4,
  },
  unsupported: { name: 'unsupported', glyph: '–', word: 'not supported', tone: 'quiet', rank: 5 },
  equivalent: { name: 'equivalent', glyph: '✓', word: 'equivalent', tone: 'good', rank: 6 },
};
