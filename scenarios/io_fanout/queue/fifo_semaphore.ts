// A semaphore: first come, first served, and a permit that is passed on is never free in between. `fifo_semaphore.py` is the same in Python.

export class FifoSemaphore {
  readonly #waiters: (() => void)[] = [];
  #free: number;

  constructor(permits: number) {
    this.#free = permits;
  }

  /** Rejects when the signal aborts while it waits. Who has a permit keeps it, whatever the signal says. */
  async acquire(signal: AbortSignal): Promise<void> {
    if (this.#free > 0 && this.#waiters.length === 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const admit = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(admit), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiters.push(admit);
    });
  }

  release(): void {
    const next = this.#waiters.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
