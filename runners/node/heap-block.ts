// A block of memory that moves the layout of the heap: where the C library puts things decides some speeds by several percent.

const PAGE_BYTES = 4096;
const held: Buffer[] = [];

/** Allocates outside of the engine's heap, touches each page, and keeps the block to the end of the process. */
export function holdHeapBlock(bytes: number): void {
  if (bytes === 0) return;
  const block = Buffer.allocUnsafeSlow(bytes);
  for (let at = 0; at < bytes; at += PAGE_BYTES) block[at] = 1;
  held.push(block);
}
