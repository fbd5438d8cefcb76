// What has come over one connection and was not taken yet, and how the connection ended.
const PATIENCE_MS = 3000;

export class ByteInbox {
  readonly close: () => void;
  #bytes: Buffer = Buffer.alloc(0);
  #ending: 'end' | 'reset' | null = null;
  #look: () => void = () => {};

  constructor(close: () => void) {
    this.close = close;
  }

  came(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    this.#look();
  }

  ended(how: 'end' | 'reset'): void {
    this.#ending ??= how;
    this.#look();
  }

  /** The next so many bytes, or fewer where no more come, as hex. */
  async take(length: number): Promise<string> {
    await this.#until(() => this.#bytes.length >= length || this.#ending !== null);
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(taken.length);
    return taken.toString('hex');
  }

  /** How the connection ended. Bytes that nobody took are an error: the session has none too many. */
  async over(): Promise<'end' | 'reset'> {
    await this.#until(() => this.#ending !== null);
    if (this.#bytes.length > 0) throw new Error(`${this.#bytes.toString('hex')} came besides`);
    if (this.#ending === null) throw new Error('the connection did not end');
    return this.#ending;
  }

  #until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, PATIENCE_MS);
      this.#look = () => {
        if (!holds()) return;
        clearTimeout(limit);
        resolve();
      };
      this.#look();
    });
  }
}
