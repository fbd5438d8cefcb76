// The records of the harness's own processes on the other side, on the shared monotonic clock.
import type { Unused } from './unused.ts';

/** What a client of the harness's own sent and got. */
export interface ClientTally {
  /** The bytes that had to come back, and those that did: lengths and CRC-32. */
  readonly bytesSent: number;
  readonly digestSent: number;
  readonly bytesReceived: number;
  readonly digestReceived: number;
  /** How the connection ended for the client; `reset-by-client` where the plan was that the client resets it. */
  readonly ending: 'end' | 'reset-by-client' | 'failed';
}

/** What came to one of the harness's own HTTP servers in a round. */
export interface UpstreamTally {
  /** Connections beyond the pool that were open at once. */
  readonly over: number;
  /** Connections in all, beyond the pool and one for each request whose answer is not to be read to its end. */
  readonly fresh: number;
  /** Connections that were still open when the workload said that it was through. */
  readonly left: number;
  /** How often each request came, by its place among those to this upstream. */
  readonly came: readonly number[];
}

/** What came back for a request of the harness's own HTTP clients: nothing, something else, or something behind it. */
export interface HttpFault {
  readonly number: number;
  readonly fault: 'unanswered' | 'wrong' | 'beyond';
}

/** What the open loop of the harness's HTTP clients found at one rate. */
export interface RateTally {
  /** From the intended start of each request to the last byte of its answer, in the order of the answers. */
  readonly latenciesNs: readonly number[];
  /** From the first intended start to the last answer. */
  readonly lastedNs: number;
  /** CPU time in which the clients sent or read something. */
  readonly busyNs: number;
}

/** Times are integer nanoseconds since the epoch of the harness (its own start on CLOCK_MONOTONIC). */
export type WitnessRecord = WitnessSaw & {
  /** What the workload left unused in this round; absent where it used everything. */
  readonly unused?: readonly Unused[];
};

type WitnessSaw =
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
        /** When the runner's matching acknowledgement arrived; null when it never arrived and the writer went on. */
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
        /** The bytes that came from the server, and their CRC-32. */
        readonly bytesToClient: number;
        readonly digestToClient: number;
      }[];
      /** The connections whose first reply was still held back at the end of the round, because others had no answer yet. */
      readonly held: number;
    }
  | {
      readonly kind: 'acts';
      /** One entry for each state that the workload had to notice, in the order of the acknowledgements. A state without one is placed where the writer gave it up. */
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
        /** When the rest was asked for. It began when all threads of all the runner's processes slept. */
        readonly askedNs: number;
        readonly beganNs: number;
        readonly endedNs: number;
        /** Voluntary context switches of those threads before the rest began: what it took to fall asleep. Null where the machine does not report them. */
        readonly fallingAsleep: number | null;
        /** The same between begin and end. */
        readonly wakeUps: number | null;
        readonly processes: number;
      }[];
    }
  | { readonly kind: 'files'; readonly written: number }
  | {
      readonly kind: 'clients';
      /** One entry for each client, in order of their keys. */
      readonly clients: readonly ClientTally[];
    }
  | {
      readonly kind: 'shutdown';
      readonly clients: readonly ClientTally[];
      /** What became of the client that knocked after the server had been told to close. */
      readonly late: 'refused' | 'accepted' | 'failed' | 'never-sent';
    }
  | {
      readonly kind: 'addresses';
      /** One entry for each trial, in each of them one for each address. */
      readonly trials: readonly {
        /** The connections that each good address has got. */
        readonly accepted: readonly number[];
        /** The attempts at silent addresses that were under way when the workload said that it was through; 0 where the machine does not tell. */
        readonly underWay: number;
      }[];
    }
  | {
      readonly kind: 'upstreams';
      /** One entry for each upstream. */
      readonly upstreams: readonly UpstreamTally[];
    }
  | {
      readonly kind: 'http-clients';
      /** Connections that the clients made; 0: the workload never called them. */
      readonly connections: number;
      /** Those that the server left open though their client had ended its side, or asked it to end them. */
      readonly left: number;
      readonly faults: readonly HttpFault[];
      /** One for each rate. */
      readonly rates: readonly RateTally[];
    }
  | {
      readonly kind: 'pool';
      /** The few slow calls that were under way at the same time. */
      readonly together: number;
      /** The slow calls that were let go, of both phases. */
      readonly released: number;
    }
  | {
      readonly kind: 'relay';
      /** The bytes that the source had sent when it could send nothing more, before the sink took any. */
      readonly takenBytes: number;
      readonly bytesSent: number;
      readonly digestSent: number;
      readonly bytesReceived: number;
      readonly digestReceived: number;
    }
  | {
      readonly kind: 'timers';
      /** One entry for each timer that was let be armed, in order. */
      readonly timers: readonly {
        /** Just before the answer that lets the workload arm it. */
        readonly letNs: number;
        /** When the byte was there by which the workload says that it has read the answer; null: it never did. */
        readonly hereNs: number | null;
        /** When the byte of its effect was there; null: never. */
        readonly firedNs: number | null;
      }[];
      /** Just before the last answer, behind all timers; null: the workload did not ask for it. */
      readonly endedNs: number | null;
    }
  /** The datagrams that arrived in the round, those of them that were empty, and the repeated ones. */
  | {
      readonly kind: 'datagrams';
      readonly received: number;
      readonly empty: number;
      readonly repeated: number;
    }
  /** How many signals were sent to the runner one by one, in its burst and while it was held up, and how many to processes that it started. */
  | {
      readonly kind: 'signals';
      readonly singles: number;
      readonly burst: number;
      readonly blocked: number;
      readonly children: number;
    };

/**
 * The wire between a workload and the file writer: frames of three unsigned 32-bit little-endian integers, both ways,
 * over the endpoint `writer`. Fixed size, so that neither side parses anything inside a measured window.
 *
 * To the writer: `GO` (next edit, or the burst), `STATE` (the file `a` now has content with CRC-32 `b`), `BYE`.
 * To the workload: `SETTLED` (the writer saw its own state acknowledged for key `a`, edit number `b`), `LOST` (the same
 * key and edit were never acknowledged; the writer gave up and makes no more edits in this round), `DONE` (no more edits; `a` were made),
 * `ACTED` (only in the stimulus `acts`: all states of act `a` are `SETTLED` or `LOST`, and the workload may send `GO`).
 */
export const WRITER_FRAME_BYTES = 12;
export const TO_WRITER = { GO: 1, STATE: 2, BYE: 3 } as const;
export const FROM_WRITER = { SETTLED: 1, LOST: 2, DONE: 3, ACTED: 4 } as const;
/** How long the writer waits for a state before it counts it as lost. */
export const WRITER_PATIENCE_MS = 2000;

/**
 * The wire between a workload and the sender of signals, over the endpoint `signals`. To the sender: frames as above, with a process id as `a`; it must
 * be the runner or a process of its group. `SINGLE`, `BURST` and `BLOCKED` ask for the next signals of the plan, `CHILD` for
 * the ending signal at place `b`. To the workload: single bytes. `SENT`: the burst is complete. `GIVEN_UP`: the workload has
 * asked for nothing within the sender's patience, and the signal must be taken for lost.
 */
export const TO_SIGNALLER = { SINGLE: 1, BURST: 2, BLOCKED: 3, CHILD: 4 } as const;
export const FROM_SIGNALLER = { SENT: 1, GIVEN_UP: 2 } as const;

/**
 * The named pipes of the stimulus `half-close`, one byte a message. The workload says that all but the last bytes of every request have come, and
 * blocks until all clients have sent those and ended their sides.
 */
export const END_PIPES = { toWitness: 'all-asked', fromWitness: 'all-ended' } as const;

/** The named pipes of the stimulus `timers`, one byte a message. They are read and written by blocking calls, in every style and language. */
export const TIMER_PIPES = { toWitness: 'to-witness', fromWitness: 'from-witness' } as const;
export const TIMER_BYTES = { ASK: 1, FIRED: 2, LET: 3, HERE: 4 } as const;
