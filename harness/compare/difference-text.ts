// What one side has and the other has not, as part of a sentence. Pure.

interface Difference {
  readonly what: string;
  readonly base: string | null;
  readonly head: string | null;
}

/** `absent` stands for null: `unknown` of what each side has in some way, `none` of what a side may lack. */
export function differenceText({ what, base, head }: Difference, absent: 'unknown' | 'none'): string {
  return `${what} ${base ?? absent} and ${head ?? absent}`;
}
