// The rules of Node's emitter for listeners that may wait: each is awaited before the next is called.

export type Listener = (depth: number) => Promise<void>;

interface Entry {
  readonly listener: Listener;
  readonly once: boolean;
}

export class AwaitingEmitter {
  readonly #entries = new Map<string, readonly Entry[]>();

  on(event: string, listener: Listener): void {
    this.#entries.set(event, [...this.#of(event), { listener, once: false }]);
  }

  once(event: string, listener: Listener): void {
    this.#entries.set(event, [...this.#of(event), { listener, once: true }]);
  }

  off(event: string, listener: Listener): void {
    this.#drop(event, (entry) => entry.listener === listener);
  }

  /** Who is called is settled now: lists are replaced, never changed. An error of a listener is the caller's. */
  async emit(event: string, depth: number): Promise<void> {
    for (const entry of this.#of(event)) {
      if (entry.once && !this.#drop(event, (other) => other === entry)) continue;
      await entry.listener(depth);
    }
  }

  #of(event: string): readonly Entry[] {
    return this.#entries.get(event) ?? [];
  }

  /** False when there was none. */
  #drop(event: string, which: (entry: Entry) => boolean): boolean {
    const entries = this.#of(event);
    const kept = entries.filter((entry) => !which(entry));
    this.#entries.set(event, kept);
    return kept.length < entries.length;
  }
}
