// A directory watched with promises: `for await` over the notices of fs/promises, and one look after the other at what they name.
import { readdirSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { StateTrace } from './state_trace.ts';
import { ABSENT, digestOf } from './watched_files.ts';
import type { WatchedFile, WatchedFiles } from './watched_files.ts';
import { TO_WRITER, senderTo } from './writer_wire.ts';
import type { TakesFrame } from './writer_wire.ts';

export interface Watching {
  readonly kit: Kit;
  readonly files: WatchedFiles;
  readonly trace: StateTrace;
  readonly writer: Socket;
  /** Called with the name in each notice, null when anything may have changed, before anything is looked at. */
  readonly noticed?: (name: string | null) => void;
  /** Files of hidden names are nobody's business. */
  readonly skipHidden?: boolean;
}

/** Traces what it sees, and tells the writer. */
export class DirectoryWatch {
  readonly #watching: Watching;
  readonly #send: TakesFrame;
  readonly #end = new AbortController();
  /** Names that a notice was about and that were not looked at since. */
  readonly #dirty = new Set<string>();
  #looking = false;
  #looked: Promise<void> = Promise.resolve();

  /** Runs up to its first notice at once: the watch is armed when this returns. */
  constructor(watching: Watching) {
    this.#watching = watching;
    this.#send = senderTo(watching.writer);
    void this.#watchOn();
  }

  /** Fulfilled when everything has been looked at that a notice was about. */
  get looked(): Promise<void> {
    return this.#looked;
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
    for (const each of names) if (skipHidden !== true || !each.startsWith('.')) this.#dirty.add(each);
    if (!this.#looking) this.#looked = this.#look();
  }

  /** Looks at one file at a time, in the order of the notices, so that an older state never overtakes a newer one. */
  async #look(): Promise<void> {
    const { kit, files } = this.#watching;
    this.#looking = true;
    for (const name of this.#dirty) {
      this.#dirty.delete(name);
      const file = files.named(name);
      this.#holds(file, await digestOf(kit, file.path, ABSENT));
    }
    this.#looking = false;
  }

  /** A notice says that something happened; whether anything is different, only the content says. */
  #holds(file: WatchedFile, digest: number): void {
    const { kit, trace } = this.#watching;
    const before = file.digest;
    if (digest === before) return;
    file.digest = digest;
    file.heldAt = kit.now();
    if (trace.changed(file, before)) this.#send(TO_WRITER.state, file.key, digest);
  }
}
