// A query as the parser leaves it and the evaluator takes it, and the rows that it is asked of.
import type { Field, Flag, NumberName } from './vocabulary.ts';

export type Comparator = '>' | '>=' | '<' | '<=' | '=';

export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'field'; readonly field: Field; readonly text: string; readonly whole: boolean }
  | { readonly kind: 'flag'; readonly flag: Flag }
  | {
      readonly kind: 'number';
      readonly name: NumberName;
      readonly comparator: Comparator;
      readonly value: number;
    }
  | {
      readonly kind: 'count';
      readonly comparator: Comparator;
      readonly value: number;
      readonly of: Query;
    }
  | { readonly kind: 'not'; readonly of: Query }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] };

/** What is wrong with a query, and exactly where: positions count UTF-16 units, as text fields do. */
export interface QueryError {
  readonly at: number;
  readonly length: number;
  readonly text: string;
  /** The name that was probably meant. */
  readonly hint: string | null;
}

export type ParsedQuery =
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'error'; readonly error: QueryError };

/** One subject in one scenario, by one metric. */
export interface QueryRow {
  /** Rows of the same group are counted together by `count`. */
  readonly group: string;
  readonly fields: Readonly<Partial<Record<Field, readonly string[]>>>;
  readonly flags: readonly Flag[];
  readonly numbers: Readonly<Partial<Record<NumberName, number>>>;
}
