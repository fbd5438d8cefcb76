// A bounded first-in-first-out buffer between one writer and one reader, both of which wait for each other.

export class Channel<Item> {
  readonly #bound: number;
  readonly #items: Item[] = [];
  #peak = 0;
  #wakeReader: (() => void) | null = null;
  #wakeWriter: (() => void) | null = null;

  constructor(bound: number) {
    this.#bound = bound;
  }

  /** The most that was ever in it. */
  get peak(): number {
    return this.#peak;
  }

  async put(item: Item): Promise<void> {
    while (this.#items.length >= this.#bound)
      await new Promise<void>((resolve) => {
        this.#wakeWriter = resolve;
      });
    this.#items.push(item);
    this.#peak = Math.max(this.#peak, this.#items.length);
    this.#wakeReader?.();
    this.#wakeReader = null;
  }

  async take(): Promise<Item> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        this.#wakeWriter?.();
        this.#wakeWriter = null;
        return item;
      }
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
  }
}
