// What the styles of io_fanout.half_close share: when all but the last bytes of every request have come, the loop is held up until all clients have ended.
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

/** So the last bytes of each request and its end are there at once, and all connections are open. */
export class HeldLoop {
  readonly #toWitness: number;
  readonly #fromWitness: number;
  readonly #connections: number;
  readonly #headBytes: number;
  #left = 0;

  constructor(params: Parameters, kit: Kit) {
    this.#connections = Number(params['connections']);
    this.#headBytes = Number(params['bytes']) - Number(params['tailBytes']);
    this.#toWitness = openSync(join(kit.directory, 'all-asked'), constants.O_WRONLY);
    this.#fromWitness = openSync(join(kit.directory, 'all-ended'), constants.O_RDONLY);
  }

  beginRound(): void {
    this.#left = this.#connections;
  }

  /** The bytes of a request grew from `before` to `length`. */
  grew(before: number, length: number): void {
    if (before >= this.#headBytes || length < this.#headBytes) return;
    if (--this.#left === 0) this.#hold();
  }

  close(): void {
    closeSync(this.#toWitness);
    closeSync(this.#fromWitness);
  }

  #hold(): void {
    writeSync(this.#toWitness, '.');
    if (readSync(this.#fromWitness, Buffer.alloc(1)) !== 1) throw new Error('the witness went away');
  }
}
