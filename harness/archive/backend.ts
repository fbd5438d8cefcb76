// Where the files of a store are: what a folder and a git ref have in common.

export interface ArchivePath {
  /** Below the root of the store, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** False: a link, a FIFO, a submodule, or what else is not read. */
  readonly file: boolean;
}

/** The text of a file, or why it cannot be read, in words. */
export type ArchiveText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** What became of files that were to be added. */
export type Addition =
  /** They are there now, and at least one was not before. */
  | { readonly kind: 'added' }
  /** All were there. */
  | { readonly kind: 'present' }
  /** Under this path there is something else, and it stays. Files of other names may have been added. */
  | { readonly kind: 'conflict'; readonly path: string };

/** Files are added or taken away, and never changed. Many processes may add at once. */
export interface ArchiveBackend {
  /** As it is told to people: `folder bench-store`, `refs/evenloop/runs`. */
  readonly title: string;
  list(): Promise<readonly ArchivePath[]>;
  /** In the order of the paths. */
  read(paths: readonly ArchivePath[]): AsyncIterable<readonly [ArchivePath, ArchiveText]>;
  /** In this order, so that what refers to others comes last. */
  add(files: readonly (readonly [path: string, text: string])[]): Promise<Addition>;
  remove(paths: readonly string[]): Promise<void>;
}

/** How a store is opened: to be read it must be there; one that is added to is made. */
export type Opening = 'read' | 'add';
