// Files that are watched one by one with callbacks. A watch belongs to an inode: when another file has taken the name, it is armed anew.
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Watches } from '../shared/called_acts.ts';
import { STRAY_KEY } from '../shared/watched_files.ts';
import { identityOf, isMissing, MISSING_MS } from './identity.ts';

type Noticed = (name: string) => void;

export const followFiles: Watches = (files, noticed) => {
  const followed = [...files.names()].flatMap((name) => {
    const { key, path } = files.named(name);
    return key === STRAY_KEY ? [] : [new FollowedFile(name, path, noticed)];
  });
  return {
    close() {
      for (const file of followed) file.close();
    },
  };
};

class FollowedFile {
  readonly #name: string;
  readonly #path: string;
  readonly #noticed: Noticed;
  #watcher: FSWatcher | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(name: string, path: string, noticed: Noticed) {
    this.#name = name;
    this.#path = path;
    this.#noticed = noticed;
    this.#arm();
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#watcher?.close();
  }

  #arm(): void {
    this.close();
    const file = identityOf(this.#path);
    try {
      this.#watcher = watch(this.#path, (type) => {
        this.#noticed(this.#name);
        if (type === 'rename' || identityOf(this.#path) !== file) this.#arm();
      });
    } catch (error) {
      this.#wait(error);
      return;
    }
    // Some runtimes throw where there is no file, others say so afterwards.
    this.#watcher.on('error', (error) => this.#wait(error));
    // What happened before the watch was armed has to be looked at.
    this.#noticed(this.#name);
    if (identityOf(this.#path) !== file) this.#arm();
  }

  #wait(error: unknown): void {
    if (!isMissing(error)) throw error;
    this.#retry = setTimeout(() => this.#arm(), MISSING_MS);
  }
}
