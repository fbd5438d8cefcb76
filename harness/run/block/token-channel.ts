// The channel of the tokens: a second stream to each runner, which carries only requests for slices and their answers.
import type { Duplex } from 'node:stream';
import { SLICE_DONE, SLICE_FAILED, TOKEN_BYTES } from '../../contract/message.ts';
import { harnessNow } from '../clock.ts';

export type Slot =
  /** From the write of the token to the answer, by the harness's clock. */
  | { readonly kind: 'done'; readonly slotNs: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'strange'; readonly bytes: readonly number[] }
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout'; readonly limitMs: number };

export interface TokenChannel {
  /** Asks for one slice. Not before the last one was answered. */
  slot(operations: number, limitMs: number): Promise<Slot>;
  /** Ends the slices: the runner answers on stdout. */
  end(): void;
  /** The runner has said elsewhere how it ended: nothing is waited for any more. */
  giveUp(): void;
  /** CPU of this process from the end of each write of a token to the reading of its answer, in nanoseconds, so far. */
  busyNs(): number;
  /** What came although nothing was asked for; null: nothing. */
  stray(): readonly number[] | null;
}

/** Within a slot the harness does one write and one read, so it costs the runner's CPU only a wake-up. */
export function openTokenChannel(stream: Duplex): TokenChannel {
  const token = Buffer.alloc(TOKEN_BYTES);
  let sentNs = 0;
  let waiting: ((slot: Slot) => void) | null = null;
  let stray: readonly number[] | null = null;
  let closed = false;
  let busyNs = 0;
  let cpu = process.cpuUsage();

  const settle = (slot: Slot): void => {
    const resolve = waiting;
    waiting = null;
    resolve?.(slot);
  };
  stream.on('data', (chunk: Buffer) => {
    const slotNs = harnessNow() - sentNs;
    if (waiting === null) {
      stray = [...chunk];
      return;
    }
    const { user, system } = process.cpuUsage(cpu);
    busyNs += (user + system) * 1000;
    settle(slotOf(chunk, slotNs));
  });
  const close = (): void => {
    closed = true;
    settle({ kind: 'closed' });
  };
  stream.on('close', close);
  stream.on('end', close);
  stream.on('error', close);

  return {
    async slot(operations, limitMs) {
      if (closed) return { kind: 'closed' };
      // What came before it was asked for would be taken for the answer.
      if (stray !== null) return { kind: 'strange', bytes: stray };
      const timer = setTimeout(() => settle({ kind: 'timeout', limitMs }), limitMs);
      const answered = new Promise<Slot>((resolve) => {
        waiting = resolve;
      });
      token.writeUInt32LE(operations);
      sentNs = harnessNow();
      stream.write(token);
      cpu = process.cpuUsage();
      const slot = await answered;
      clearTimeout(timer);
      return slot;
    },
    end() {
      if (!closed) stream.write(Buffer.alloc(TOKEN_BYTES));
    },
    busyNs: () => busyNs,
    giveUp: close,
    stray: () => stray,
  };
}

function slotOf(chunk: Buffer, slotNs: number): Slot {
  if (chunk.length !== 1) return { kind: 'strange', bytes: [...chunk] };
  if (chunk[0] === SLICE_DONE) return { kind: 'done', slotNs };
  return chunk[0] === SLICE_FAILED ? { kind: 'failed' } : { kind: 'strange', bytes: [...chunk] };
}
