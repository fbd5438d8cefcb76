// What a workload of file_watch records: the states in which it saw files, and which of them the writer knows of.
import type { Kit } from '../../../harness/contract/kit.ts';
import { ABSENT, STRAY_KEY } from './watched_files.ts';
import type { WatchedFile } from './watched_files.ts';

/** `created` and `removed` are kinds only where files come and go. */
interface Kinds {
  readonly created?: number;
  readonly modified: number;
  readonly removed?: number;
  readonly settled: number;
  readonly stray: number;
}

export class StateTrace {
  readonly #kit: Kit;
  readonly #created: number;
  readonly #modified: number;
  readonly #removed: number;
  readonly #settled: number;
  readonly #stray: number;
  #changes = 0;

  constructor(kit: Kit) {
    const {
      modified,
      created = modified,
      removed = modified,
      settled,
      stray,
    } = kit.kinds as Kinds & Kit['kinds'];
    this.#kit = kit;
    this.#created = created;
    this.#modified = modified;
    this.#removed = removed;
    this.#settled = settled;
    this.#stray = stray;
  }

  beginRound(): void {
    this.#changes = 0;
  }

  /** Records that a file no longer holds what had the digest `before`. True when the writer is to be told. */
  changed({ key, digest }: WatchedFile, before: number): boolean {
    if (key === STRAY_KEY) {
      this.#kit.emit(this.#stray, STRAY_KEY, 0, digest);
      return false;
    }
    const kind = before === ABSENT ? this.#created : digest === ABSENT ? this.#removed : this.#modified;
    this.#kit.emit(kind, key, this.#changes++, digest);
    return true;
  }

  /** Records that the writer knows of the state after the given act or edit. */
  settled(file: WatchedFile, act: number): void {
    this.#kit.emit(this.#settled, file.key, act, file.digest);
  }
}
