// What the harness may do to a tree of files while a workload watches it: one step each, as data.

/**
 * Paths are relative to the invocation's directory and use `/`. Where `key` is null the path is not watched, so no notice
 * is required. `length` is the length of the file afterwards; its content is fresh.
 */
export type Act =
  /** `write`: open with O_TRUNC, write, close; makes the file where there is none. `save`: writes another file, whose name begins with a dot, and renames it over this one. `recreate`: deletes the file, then writes it. */
  | {
      readonly op: 'write' | 'save' | 'recreate';
      readonly file: string;
      readonly key: number | null;
      readonly length: number;
      /** The workload must notice the change, but the writer does not wait for the notice. The change is lost when the workload has acknowledged all later ones, asks to go on, and has not acknowledged this one. */
      readonly deferred?: true;
    }
  /** Saves the file `times` times in a row, in one go, each time with another content. Only the last one must be noticed. */
  | {
      readonly op: 'resave';
      readonly way: SaveWay;
      readonly file: string;
      readonly key: number;
      readonly length: number;
      readonly times: number;
    }
  | { readonly op: 'remove'; readonly file: string; readonly key: number }
  /** Renames the file and replaces a file of the new name. The file must have been written in this round. */
  | {
      readonly op: 'rename';
      readonly file: string;
      readonly key: number | null;
      readonly to: string;
      readonly toKey: number | null;
    }
  /** Makes all missing directories and the files in them, in one go. */
  | { readonly op: 'plant'; readonly leaves: readonly Leaf[]; readonly length: number }
  /** Deletes a directory with its contents, in one go. `leaves`: its files. */
  | { readonly op: 'uproot'; readonly directory: string; readonly leaves: readonly Leaf[] }
  /** Changes no content: the workload must not report a change. */
  | { readonly op: 'unnoticed'; readonly what: UnnoticedAct; readonly file: string }
  /** Nothing happens for `ms`. Meanwhile the harness counts the wake-ups of the runner's processes. */
  | { readonly op: 'rest'; readonly ms: number }
  /** Causes `beyond` more notices than the kernel keeps, of two files in alternation, without changing their contents. */
  | { readonly op: 'flood'; readonly files: readonly [string, string]; readonly beyond: number }
  /** Makes an empty file with the name `file` followed by the number of the round. */
  | { readonly op: 'mark'; readonly file: string }
  /** Creates the directory or leaves it absent, by a bit of the secret, which a runner cannot predict. */
  | { readonly op: 'maybe-mkdir'; readonly directory: string }
  /** Ends the turn: the next act waits until the workload asks again. Changes that the workload must notice also end a turn. */
  | { readonly op: 'turn' };

/** The ways in which editors save. Drafts and backups lie beside the file, have names that begin with a dot, and are gone afterwards. */
export const SAVE_WAYS = [
  /** Opens the file with O_TRUNC, writes, closes. */
  'in-place',
  /** Writes a draft and renames it over the file. */
  'rename-over',
  /** The same, with fsync of the draft before and of the directory afterwards. */
  'synced',
  /** The same by paths through an open descriptor of the directory, where the machine has them (`/proc/self/fd`). */
  'by-descriptor',
  /** Renames the file to a backup and writes a new one under its name. */
  'backup-first',
  /** Deletes the file and writes a new one. */
  'recreate',
  /** Copies the file to a backup and writes it in place. */
  'backup-copy',
  /** Makes a second link to the file as a backup, and renames a draft over the file. */
  'link-backup',
  /** Writes a draft, deletes the file, and links the draft to its name. */
  'link-draft',
] as const;
export type SaveWay = (typeof SAVE_WAYS)[number];

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
