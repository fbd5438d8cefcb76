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
  | {
      readonly kind: 'acts';
      /** One entry for each state that was to be noticed, in the order in which they were acknowledged; those that never were stand where they were given up. */
      readonly states: readonly {
        readonly index: number;
        readonly key: number;
        readonly digest: number;
        /** Just before the first system call of the act, just after its last. */
        readonly beganNs: number;
        readonly endedNs: number;
        readonly acknowledgedNs: number | null;
      }[];
      readonly rests: readonly {
        readonly beganNs: number;
        readonly endedNs: number;
        /** Voluntary context switches of all threads of all the runner's processes meanwhile; null where the machine does not tell. */
        readonly wakeUps: number | null;
        readonly processes: number;
      }[];
    }
  | { readonly kind: 'files'; readonly written: number }
  | {
      readonly kind: 'clients';
      /** One entry for each client, in order of their keys. */
      readonly clients: readonly {
        /** What the client sent that had to come back, and what did: lengths and CRC-32. */
        readonly bytesSent: number;
        readonly digestSent: number;
        readonly bytesReceived: number;
        readonly digestReceived: number;
        /** How the connection ended for the client; `reset-by-client` where that was its part. */
        readonly ending: 'end' | 'reset-by-client' | 'failed';
      }[];
    }
  | {
      readonly kind: 'relay';
      /** What had left the source when it could send nothing more, before the sink took anything. */
      readonly takenBytes: number;
      readonly bytesSent: number;
      readonly digestSent: number;
      readonly bytesReceived: number;
      readonly digestReceived: number;
    }
  /** Datagrams that arrived in the round, the empty ones, and those that had already come. */
  | {
      readonly kind: 'datagrams';
      readonly received: number;
      readonly empty: number;
      readonly repeated: number;
    };

/**
 * The wire between a workload and the file writer: frames of three unsigned 32-bit little-endian integers, both ways,
 * over the endpoint `writer`. Fixed size, so that neither side parses anything inside a measured window.
 *
 * To the writer: `GO` (next edit, or the burst), `STATE` (the file `a` now has content with CRC-32 `b`), `BYE`.
 * To the workload: `SETTLED` (the writer saw its own state acknowledged for key `a`, edit number `b`), `LOST` (the same
 * key and edit never were acknowledged; the writer gave up and makes no more edits in this round), `DONE` (no more edits; `a` were made),
 * `ACTED` (from the stimulus `acts` alone: all that act `a` was to be noticed by is `SETTLED` or `LOST`, and `GO` may be asked).
 */
export const WRITER_FRAME_BYTES = 12;
export const TO_WRITER = { GO: 1, STATE: 2, BYE: 3 } as const;
export const FROM_WRITER = { SETTLED: 1, LOST: 2, DONE: 3, ACTED: 4 } as const;
/** How long the writer waits for a state before it counts it as lost. */
export const WRITER_PATIENCE_MS = 2000;
