// What the completions of every shell are made from: commands, their options, and what may follow either.

/** Paths, with names beside them; names of which one is taken; or names of which several are joined by commas. */
export type Suggestion =
  | { readonly kind: 'files'; readonly names: readonly string[] }
  | { readonly kind: 'one'; readonly names: readonly string[] }
  | { readonly kind: 'list'; readonly names: readonly string[] };

export interface OptionEntry {
  readonly name: string;
  readonly text: string;
  /** Null: it takes no value. */
  readonly value: Suggestion | null;
}

export interface CommandEntry {
  readonly name: string;
  readonly text: string;
  readonly options: readonly OptionEntry[];
  readonly argument: Suggestion;
}
