// What the harness's own processes on the other side recorded, on the shared monotonic clock.

/** Times are integer nanoseconds since the epoch of the harness (its own start on CLOCK_MONOTONIC). */
export type WitnessRecord =
  | {
      readonly kind: 'edits';
      /** One entry for each acknowledged edit, in order. */
      readonly edits: readonly {
        readonly key: number;
        /** The file's state after the edit: CRC-32 of its content. */
        readonly digest: number;
        /** Just before the first system call of the edit, just after its last. */
        readonly beganNs: number;
        readonly endedNs: number;
        /** When the runner's matching acknowledgement arrived; null when it never did and the writer went on. */
        readonly acknowledgedNs: number | null;
      }[];
    }
  | {
      readonly kind: 'burst';
      /** The last state of each file. */
      readonly files: readonly {
        readonly key: number;
        readonly digest: number;
        readonly acknowledgedNs: number | null;
      }[];
      readonly beganNs: number;
      readonly endedNs: number;
    }
  | {
      readonly kind: 'echo-proxy';
      readonly connections: readonly {
        readonly bytesToServer: number;
        readonly bytesToClient: number;
        /** CRC-32 of what the server sent back, as forwarded to the client. */
        readonly digestToClient: number;
      }[];
    }
  | { readonly kind: 'files'; readonly written: number };

/**
 * The wire between a workload and the file writer: frames of three unsigned 32-bit little-endian integers, both ways,
 * over the endpoint `writer`. Fixed size, so that neither side parses anything inside a measured window.
 *
 * To the writer: `GO` (next edit, or the burst), `STATE` (the file `a` now has content with CRC-32 `b`), `BYE`.
 * To the workload: `SETTLED` (the writer saw its own state acknowledged for key `a`, edit number `b`), `LOST` (the same
 * key and edit never were acknowledged; the writer gave up and makes no more edits in this round), `DONE` (no more edits; `a` were made).
 */
export const WRITER_FRAME_BYTES = 12;
export const TO_WRITER = { GO: 1, STATE: 2, BYE: 3 } as const;
export const FROM_WRITER = { SETTLED: 1, LOST: 2, DONE: 3 } as const;
/** How long the writer waits for a state before it counts it as lost. */
export const WRITER_PATIENCE_MS = 2000;
