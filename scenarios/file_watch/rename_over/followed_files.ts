// Files that are watched one by one with promises. A watch belongs to an inode: when another file has taken the name, it is armed anew.
import { watch } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileLooks } from '../shared/file_looks.ts';
import type { Watching } from '../shared/file_looks.ts';
import { STRAY_KEY } from '../shared/watched_files.ts';
import { identityOf, isMissing, MISSING_MS } from './identity.ts';

export class FollowedFiles {
  readonly #watching: Watching;
  readonly #looks: FileLooks;
  #closed = false;
  readonly #armed = new Map<string, AbortController>();

  constructor(watching: Watching) {
    this.#watching = watching;
    this.#looks = new FileLooks(watching);
    const { files } = watching;
    for (const name of files.names())
      if (files.named(name).key !== STRAY_KEY) void this.#follow(name, files.named(name).path);
  }

  close(): void {
    this.#closed = true;
    for (const watch of this.#armed.values()) watch.abort();
  }

  async #follow(name: string, path: string): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#watchOne(name, path);
      } catch (error) {
        if (this.#closed) return;
        if (!isMissing(error)) return void this.#watching.writer.destroy(error as Error);
        await sleep(MISSING_MS);
      }
    }
  }

  /** Ends when the name belongs to another file. */
  async #watchOne(name: string, path: string): Promise<void> {
    const end = new AbortController();
    const file = identityOf(path);
    const notices = watch(path, { signal: end.signal })[Symbol.asyncIterator]();
    // Runs up to its first notice at once: the watch is armed, and what happened before has to be looked at.
    let coming = notices.next();
    this.#armed.set(name, end);
    this.#looks.at([name]);
    try {
      for (let same = identityOf(path) === file; same; ) {
        const { value, done } = await coming;
        if (done === true) return;
        // Asked for before anything else: a notice that comes meanwhile would be dropped.
        coming = notices.next();
        this.#looks.at([name]);
        same = value.eventType !== 'rename' && identityOf(path) === file;
      }
    } finally {
      coming.catch(() => {});
      end.abort();
    }
  }
}
