// What an experiment must show, and whether it does. Pure.

export interface Bar {
  readonly text: string;
  /** Null: nothing was measured that could show it. */
  readonly holds: boolean | null;
}

export function barLines(bars: readonly Bar[]): string[] {
  return bars.map(
    ({ text, holds }) => `  ${holds === null ? 'not shown' : holds ? 'holds' : 'FAILS'}: ${text}`,
  );
}
