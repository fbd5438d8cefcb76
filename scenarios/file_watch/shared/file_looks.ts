// What a workload with promises does with notices: one look after the other at the files that they name, and a word to the writer.
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
export class FileLooks {
  readonly #watching: Watching;
  readonly #send: TakesFrame;
  /** Names that a notice was about and that were not looked at since. */
  readonly #dirty = new Set<string>();
  #looking = false;
  #looked: Promise<void> = Promise.resolve();

  constructor(watching: Watching) {
    this.#watching = watching;
    this.#send = senderTo(watching.writer);
  }

  /** Fulfilled when everything has been looked at that a notice was about. */
  get looked(): Promise<void> {
    return this.#looked;
  }

  /** Has these files looked at, now or after the one that is just being read. */
  at(names: Iterable<string>): void {
    for (const name of names) this.#dirty.add(name);
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
