// The own file of a workload of file_watch.modify, which it writes itself in slices.
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const OWN = 'own';

export class OwnFile {
  readonly #descriptor: number;
  readonly #content: Buffer;
  #writes = 0;

  constructor(directory: string, bytes: number) {
    this.#descriptor = openSync(join(directory, OWN), 'w');
    this.#content = Buffer.alloc(bytes);
  }

  /** Writes what was never written before. One call to the system and so one notice: nothing is left over when a slice ends. */
  write(): void {
    const content = this.#content;
    content.writeUInt32LE(++this.#writes);
    writeSync(this.#descriptor, content, 0, content.length, 0);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
