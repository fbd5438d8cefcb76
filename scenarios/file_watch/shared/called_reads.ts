// What a file holds by now, with callbacks: `fs.readFile` calls back with the content.
import { readFile } from 'node:fs';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { WatchedFile } from './watched_files.ts';

/** Called when a file holds something else than `before`. */
export type Changed = (file: WatchedFile, before: number) => void;

/** Reads files as notices of them come. */
export class CalledReads {
  readonly #kit: Kit;
  readonly #absent: number;
  readonly #changed: Changed;

  /** `absent` is the digest of what cannot be read. */
  constructor(kit: Kit, absent: number, changed: Changed) {
    this.#kit = kit;
    this.#absent = absent;
    this.#changed = changed;
  }

  /** One read of a file at a time, so that an older content never overtakes a newer one. */
  examine(file: WatchedFile): void {
    file.again = file.reading;
    if (file.reading) return;
    file.reading = true;
    readFile(file.path, (error, bytes) => {
      file.reading = false;
      this.#holds(file, error === null ? this.#kit.crc32(bytes) : this.#absent);
      if (file.again) this.examine(file);
    });
  }

  #holds(file: WatchedFile, digest: number): void {
    const before = file.digest;
    if (digest === before) return;
    file.digest = digest;
    file.heldAt = this.#kit.now();
    this.#changed(file, before);
  }
}
