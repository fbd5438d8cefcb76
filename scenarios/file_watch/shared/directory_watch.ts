// A directory watched with promises: `for await` over the notices of fs/promises, and one look after the other at what they name.
import { readdirSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { FileLooks } from './file_looks.ts';
import type { Watching } from './file_looks.ts';

/** Traces what it sees, and tells the writer. */
export class DirectoryWatch {
  readonly #watching: Watching;
  readonly #looks: FileLooks;
  readonly #end = new AbortController();

  /** Runs up to its first notice at once: the watch is armed when this returns. */
  constructor(watching: Watching) {
    this.#watching = watching;
    this.#looks = new FileLooks(watching);
    void this.#watchOn();
  }

  /** Fulfilled when everything has been looked at that a notice was about. */
  get looked(): Promise<void> {
    return this.#looks.looked;
  }

  close(): void {
    this.#end.abort();
  }

  /** Ends when the watch is closed. The body does not await: the iterator drops notices while its consumer is busy. */
  async #watchOn(): Promise<void> {
    const { files, writer } = this.#watching;
    const { signal } = this.#end;
    try {
      for await (const { filename } of watch(files.directory, { signal })) this.#noticed(filename);
    } catch (error) {
      if (!signal.aborted) writer.destroy(error instanceof Error ? error : undefined);
    }
  }

  #noticed(name: string | null): void {
    const { files, noticed, skipHidden } = this.#watching;
    noticed?.(name);
    // Without a name anything may have changed.
    const names = name === null ? [...files.names(), ...readdirSync(files.directory)] : [name];
    this.#looks.at(names.filter((each) => skipHidden !== true || !each.startsWith('.')));
  }
}
