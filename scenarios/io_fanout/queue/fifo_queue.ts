// A bounded queue for several producers and consumers: first come, first served, on both sides. `fifo_queue.py` is the same in Python.

export class FifoQueue<Item> {
  readonly #capacity: number;
  readonly #onAdmitted: (depth: number) => void;
  readonly #onTaken: (item: Item, place: number) => void;
  readonly #items: Item[] = [];
  readonly #getters: ((item: Item) => void)[] = [];
  readonly #putters: { readonly item: Item; readonly resume: () => void }[] = [];
  #taken = 0;

  constructor(
    capacity: number,
    onAdmitted: (depth: number) => void,
    onTaken: (item: Item, place: number) => void,
  ) {
    this.#capacity = capacity;
    this.#onAdmitted = onAdmitted;
    this.#onTaken = onTaken;
  }

  /** Waits while the queue is full. */
  async put(item: Item): Promise<void> {
    // Whoever waits for an item waits at an empty queue: nobody is overtaken.
    const getter = this.#getters.shift();
    if (getter !== undefined) getter(this.#hand(item));
    else if (this.#items.length < this.#capacity) this.#admit(item);
    else
      await new Promise<void>((resume) => {
        this.#putters.push({ item, resume });
      });
  }

  /** Waits while the queue is empty. */
  async get(): Promise<Item> {
    const item = this.#items.shift();
    if (item === undefined)
      return new Promise((resolve) => {
        this.#getters.push(resolve);
      });
    const handed = this.#hand(item);
    const putter = this.#putters.shift();
    if (putter !== undefined) {
      this.#admit(putter.item);
      putter.resume();
    }
    return handed;
  }

  #admit(item: Item): void {
    this.#items.push(item);
    this.#onAdmitted(this.#items.length);
  }

  #hand(item: Item): Item {
    this.#onTaken(item, this.#taken++);
    return item;
  }
}
