// What the file writer does to one file at a time in the stimulus `edits`.

/** One acknowledged edit of a file. `length` is the length of the file afterwards. `same` repeats the content, which must not count as a change. */
export interface Edit {
  readonly op: 'write' | 'append' | 'truncate' | 'same';
  readonly file: string;
  /** The key of the file in the trace. */
  readonly key: number;
  readonly length: number;
}
