// What a TypeScript workload may use. The Python kit has the same members in Python's spelling.
import type { Endpoint, Parameters } from './message.ts';

/**
 * Everything observable about a workload goes through its kit. Nothing here does I/O while a round runs.
 * `emit`, `sample`, `now` and `crc32` stay the same functions for the whole invocation and need no `this`: a workload may keep them.
 */
export interface Kit {
  /** Codes of the event kinds of this scenario, by name. */
  readonly kinds: Readonly<Record<string, number>>;
  /** 64 bits in hex, new for each invocation, part of every payload. */
  readonly nonce: string;
  /** The seed of schedules and orders; the same for every subject of a repetition. */
  readonly seed: number;
  /** An empty directory of this invocation's own. */
  readonly directory: string;
  /** True in traced rounds, for workloads that observe more there (see `dispatch.turn`). */
  readonly traced: boolean;
  /** Counts the rounds of this invocation, from 0, warm-up included. */
  readonly round: number;
  /** Becomes true when the harness requests an early end. */
  readonly cancelled: boolean;
  /** Records one event. `kind` is from `kinds`; key, id and digest are unsigned 32-bit integers. */
  readonly emit: (kind: number, key: number, id: number, digest: number) => void;
  /** Records one latency or signed lateness in nanoseconds. */
  readonly sample: (nanoseconds: number) => void;
  /** Nanoseconds since the epoch of this runner, as an integer. */
  readonly now: () => number;
  /** CRC-32 of the bytes, continuing from `previous`. */
  readonly crc32: (bytes: Uint8Array, previous?: number) => number;
  /** Where the harness listens under this name, or undefined when it offers nothing in this round. */
  endpoint(name: string): Endpoint | undefined;
  /** Tells the harness where this workload listens. Only while opening. */
  listening(name: string, endpoint: Endpoint): void;
}

/** One workload, opened. Each function may answer at once or by a promise. */
export interface Workload {
  /** Runs one complete round; returns the number of its operations. */
  round(): number | Promise<number>;
  /** Runs exactly `operations` operations; afterwards the loop is quiescent. Absent where the scenario cannot be sliced. */
  slice?(operations: number): void | Promise<void>;
  /** Frees everything. Called once, also after a failed round. */
  close(): void | Promise<void>;
}

/** What each workload file exports under the name `open`. Throws `RangeError` on parameters it cannot use. */
export type Open = (params: Parameters, kit: Kit) => Workload | Promise<Workload>;
