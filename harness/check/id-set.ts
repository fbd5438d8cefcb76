// A set of pairs of 32-bit integers as pages of bits: one bit an entry where ids are dense, bounded where they are not.

/** Ids of one page. 32 bits of the first number and 20 of the page stay below 2^53. */
const PAGE_BITS = 4096;
/** 32 MiB of bits: 268 million dense entries. More pages than that come only from a runner that invents ids. */
const MAX_PAGES = 65536;

export class IdSet {
  readonly #pages = new Map<number, Uint32Array>();
  #lastNumber = -1;
  #lastPage: Uint32Array = new Uint32Array(0);
  #full = false;

  /** True once an entry could not be kept. */
  get full(): boolean {
    return this.#full;
  }

  add(high: number, low: number): void {
    const page = this.#page(high, low) ?? this.#newPage(high, low);
    if (page === undefined) return;
    const word = (low % PAGE_BITS) >>> 5;
    page[word] = (page[word] ?? 0) | (1 << (low & 31));
  }

  has(high: number, low: number): boolean {
    const page = this.#page(high, low);
    if (page === undefined) return false;
    return (((page[(low % PAGE_BITS) >>> 5] ?? 0) >>> (low & 31)) & 1) === 1;
  }

  #page(high: number, low: number): Uint32Array | undefined {
    const number = pageNumber(high, low);
    if (number === this.#lastNumber) return this.#lastPage;
    const page = this.#pages.get(number);
    if (page !== undefined) this.#remember(number, page);
    return page;
  }

  #newPage(high: number, low: number): Uint32Array | undefined {
    if (this.#pages.size === MAX_PAGES) {
      this.#full = true;
      return undefined;
    }
    const page = new Uint32Array(PAGE_BITS / 32);
    const number = pageNumber(high, low);
    this.#pages.set(number, page);
    this.#remember(number, page);
    return page;
  }

  #remember(number: number, page: Uint32Array): void {
    this.#lastNumber = number;
    this.#lastPage = page;
  }
}

function pageNumber(high: number, low: number): number {
  return high * 2 ** 20 + Math.floor(low / PAGE_BITS);
}
