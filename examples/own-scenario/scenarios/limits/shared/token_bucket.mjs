// The program under test, in JavaScript: a limiter that lets a burst pass at once, and then one request at a time.

export class TokenBucket {
  #burst;
  #refillMs;
  #tokens;
  /**
   * Resolvers of the requests that wait, in the order in which they asked.
   * @type {((value?: unknown) => void)[]}
   */
  #waiting = [];
  /** When the next token comes; while the bucket is full, none does. */
  #nextMs = 0;

  /** @param {{ burst: number, refillMs: number }} limits */
  constructor({ burst, refillMs }) {
    this.#burst = burst;
    this.#refillMs = refillMs;
    this.#tokens = burst;
  }

  /** Resolves when the request may pass. */
  async take() {
    this.#refill();
    if (this.#tokens > 0 && this.#waiting.length === 0) {
      if (this.#tokens === this.#burst) this.#nextMs = performance.now() + this.#refillMs;
      this.#tokens -= 1;
      return;
    }
    await new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) this.#sleep();
    });
  }

  #refill() {
    const nowMs = performance.now();
    for (; this.#tokens < this.#burst && this.#nextMs <= nowMs; this.#nextMs += this.#refillMs)
      this.#tokens += 1;
  }

  #sleep() {
    setTimeout(() => this.#wake(), Math.max(0, Math.ceil(this.#nextMs - performance.now())));
  }

  /** A timer may come a little early: then there is no token yet, and it is set again. */
  #wake() {
    this.#refill();
    for (; this.#tokens > 0 && this.#waiting.length > 0; this.#tokens -= 1) this.#waiting.shift()?.();
    if (this.#waiting.length > 0) this.#sleep();
  }
}
