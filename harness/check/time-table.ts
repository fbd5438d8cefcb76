// One time for each 32-bit id, in pages: dense ids cost eight bytes, scattered ids are bounded.

const PAGE_IDS = 1024;
/** 64 MiB: 8 million dense ids. */
const MAX_PAGES = 8192;

export class TimeTable {
  readonly #pages = new Map<number, Float64Array>();
  #full = false;

  /** True once a time could not be kept. */
  get full(): boolean {
    return this.#full;
  }

  set(id: number, timeNs: number): void {
    const number = Math.floor(id / PAGE_IDS);
    const page = this.#pages.get(number) ?? this.#newPage(number);
    if (page !== undefined) page[id % PAGE_IDS] = timeNs;
  }

  /** The time of this id, or NaN when none was set. */
  get(id: number): number {
    return this.#pages.get(Math.floor(id / PAGE_IDS))?.[id % PAGE_IDS] ?? Number.NaN;
  }

  #newPage(number: number): Float64Array | undefined {
    if (this.#pages.size === MAX_PAGES) {
      this.#full = true;
      return undefined;
    }
    const page = new Float64Array(PAGE_IDS).fill(Number.NaN);
    this.#pages.set(number, page);
    return page;
  }
}
