// How far the clock of the other thread is ahead of this one's: Node's is one for all threads, in other runtimes each begins with its thread.

/** A turn, and the time that the other thread has read. */
const BYTES = 16;
const [ASKED, ANSWERED] = [1, 2];
/** The least of so many round trips bounds the error. */
const EXCHANGES = 200;
const PATIENCE_MS = 5_000;

export const cellsForClocks = (): SharedArrayBuffer => new SharedArrayBuffer(BYTES);

/** In the other thread, which knows that it will be asked. Blocks until it was asked for the last time. */
export function answerForClock(cells: SharedArrayBuffer): void {
  const { turn, time } = viewsOf(cells);
  for (let i = 0; i < EXCHANGES; i++) {
    waitWhileNot(turn, ASKED);
    time[0] = process.hrtime.bigint();
    give(turn, ANSWERED);
  }
}

/** Nanoseconds; 0 where the readings are those of one clock. */
export function aheadNs(cells: SharedArrayBuffer): number {
  const { turn, time } = viewsOf(cells);
  let least: bigint | null = null;
  let most: bigint | null = null;
  for (let i = 0; i < EXCHANGES; i++) {
    const before = process.hrtime.bigint();
    give(turn, ASKED);
    waitWhileNot(turn, ANSWERED);
    const between = time[0] ?? 0n;
    const after = process.hrtime.bigint();
    if (least === null || between - after > least) least = between - after;
    if (most === null || between - before < most) most = between - before;
  }
  if (least === null || most === null || (least <= 0n && most >= 0n)) return 0;
  return Number((least + most) / 2n);
}

function viewsOf(cells: SharedArrayBuffer) {
  return { turn: new Int32Array(cells, 0, 1), time: new BigInt64Array(cells, 8, 1) };
}

function give(turn: Int32Array, to: number): void {
  Atomics.store(turn, 0, to);
  Atomics.notify(turn, 0);
}

function waitWhileNot(turn: Int32Array, wanted: number): void {
  for (let now = Atomics.load(turn, 0); now !== wanted; now = Atomics.load(turn, 0))
    if (Atomics.wait(turn, 0, now, PATIENCE_MS) === 'timed-out')
      throw new Error(`the other thread did not answer within ${PATIENCE_MS} ms`);
}
