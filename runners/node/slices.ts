// The slices of a workload: one for each token, timed by wall clock and CPU, into columns allocated beforehand.
import type { Workload } from '../../harness/contract/kit.ts';
import type { SliceColumns } from '../../harness/contract/trace.ts';
import type { TokenFile } from './token-file.ts';
import { WorkloadFailure } from './workload-failure.ts';

/** The answers to a token, the same as in the contract. */
export const SLICE_DONE = 1;
export const SLICE_FAILED = 0;

/** One conversation by tokens. Each token that is read gets exactly one answer. */
export interface SliceSlots {
  /** Waits for the next token: the operations of a slice, or 0. */
  next(): number;
  /** The slice in hand is done. */
  done(): void;
  /** The slice in hand, if there is one, has failed, and no other follows: also when the workload answers later after all. */
  fail(): void;
}

export function takeTurns(tokens: TokenFile): SliceSlots {
  let inHand = false;
  let over = false;

  function answer(byte: number): void {
    if (inHand) tokens.answer(byte);
    inHand = false;
  }

  return {
    next() {
      const operations = tokens.next();
      inHand = operations > 0;
      return operations;
    },
    done() {
      if (over) throw new Error('a slice ended after it had failed');
      answer(SLICE_DONE);
    },
    fail() {
      over = true;
      answer(SLICE_FAILED);
    },
  };
}

export interface Slices {
  readonly columns: SliceColumns;
  readonly rows: number;
  readonly operations: number;
}

type Slice = NonNullable<Workload['slice']>;

/**
 * Runs slices until the token 0. The clock is read next to the slice on both sides and the CPU outside of that, because a reading
 * of the CPU costs a microsecond and one of the clock next to nothing: so the wall time is that of the slice alone, and the CPU
 * time has two readings of the clock in it.
 */
export async function runSlices(
  slice: Slice,
  capacity: number,
  turns: SliceSlots,
  now: () => number,
): Promise<Slices> {
  const columns = makeColumns(capacity);
  let rows = 0;
  let done = 0;
  for (let operations = turns.next(); operations > 0; operations = turns.next()) {
    if (rows === capacity)
      throw new WorkloadFailure('too-many-slices', `a token after the last of ${capacity} slices`);
    const cpuStart = cpuNs();
    const start = now();
    const result = slice(operations);
    if (result !== undefined) await result;
    const end = now();
    columns.cpuEnd[rows] = cpuNs();
    columns.cpuStart[rows] = cpuStart;
    columns.start[rows] = start;
    columns.end[rows] = end;
    columns.operations[rows] = operations;
    rows++;
    done += operations;
    turns.done();
  }
  return { columns, rows, operations: done };
}

/** Filled, so that no slice is the first to touch a page. */
function makeColumns(capacity: number): SliceColumns {
  return {
    start: new Float64Array(capacity).fill(0),
    end: new Float64Array(capacity).fill(0),
    cpuStart: new Float64Array(capacity).fill(0),
    cpuEnd: new Float64Array(capacity).fill(0),
    operations: new Uint32Array(capacity).fill(0),
  };
}

/** CPU time of all threads since the process began. Node gives microseconds. */
function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}
