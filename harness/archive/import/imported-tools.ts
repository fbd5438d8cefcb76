// The tools whose files can be imported: the table that the help, the completions and the readers follow.

export const IMPORTED_TOOLS = [
  'asv',
  'bencher',
  'github-action-benchmark',
  'hyperfine',
  'pyperf',
  'tinybench',
  'vitest',
] as const;
export type ImportedTool = (typeof IMPORTED_TOOLS)[number];
