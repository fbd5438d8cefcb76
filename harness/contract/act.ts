// What the harness may do to a tree of files while somebody watches it: one step each, as data.

/**
 * Paths are relative to the invocation's directory and use `/`. Where `key` is null nobody watches the path, so nobody is asked
 * to notice. `length` is the length of the file afterwards; its content is fresh.
 */
export type Act =
  /** `write`: open with O_TRUNC, write, close; makes the file where there is none. `save`: writes another file, whose name begins with a dot, and renames it over this one. `recreate`: deletes and writes. */
  | {
      readonly op: 'write' | 'save' | 'recreate';
      readonly file: string;
      readonly key: number | null;
      readonly length: number;
      /** The change is to be noticed, but nobody waits for it: it is lost when the workload has noticed all later ones, asks on, and has not told it. */
      readonly deferred?: true;
    }
  | { readonly op: 'remove'; readonly file: string; readonly key: number }
  /** The file goes to another name; what was there is replaced. It must have been written in this round. */
  | {
      readonly op: 'rename';
      readonly file: string;
      readonly key: number | null;
      readonly to: string;
      readonly toKey: number | null;
    }
  /** Makes all directories that are missing and the files in them, at a stroke. */
  | { readonly op: 'plant'; readonly leaves: readonly Leaf[]; readonly length: number }
  /** Deletes a directory with all that is in it, at a stroke. `leaves`: its files. */
  | { readonly op: 'uproot'; readonly directory: string; readonly leaves: readonly Leaf[] }
  /** Leaves every content as it is: nobody is to report anything. */
  | { readonly op: 'unnoticed'; readonly what: UnnoticedAct; readonly file: string }
  /** Nothing happens for so long. The harness counts how often the runner's processes are woken meanwhile. */
  | { readonly op: 'rest'; readonly ms: number }
  /** So many notices more than the kernel keeps, of two files in turn, whose contents stay as they are. */
  | { readonly op: 'flood'; readonly files: readonly [string, string]; readonly beyond: number }
  /** Makes an empty file whose name is `file` and the number of the round. */
  | { readonly op: 'mark'; readonly file: string }
  /** Makes an empty directory, or sees to it that there is nothing: which of the two, only the secret tells. */
  | { readonly op: 'toss'; readonly directory: string }
  /** Ends the turn: what follows waits until the workload asks again. Changes that are to be noticed end a turn, too. */
  | { readonly op: 'turn' };

/**
 * `chmod` and `touch` change mode and times, `read` reads, `open` opens for writing and writes nothing, `link` makes and deletes
 * a hard link outside of the watched directory, `rewrite` writes the same bytes over themselves.
 */
export type UnnoticedAct = 'chmod' | 'touch' | 'read' | 'open' | 'link' | 'rewrite';

export interface Leaf {
  readonly file: string;
  readonly key: number;
}

/** The state of a file that does not exist, where a CRC-32 of its content would stand. */
export const ABSENT = 0xffffffff;
