// What a program that runs one workload alone is asked to do, and what it answers; for Node and Python alike.
import type { Parameters } from '../../harness/contract/message.ts';

export interface SoloJob {
  readonly scenario: string;
  readonly style: string;
  readonly params: Parameters;
  readonly alphabet: readonly {
    readonly name: string;
    readonly code: number;
    readonly order: 'sequence' | 'free' | 'raw';
  }[];
  readonly seed: number;
  readonly nonce: string;
  /** Operations that a slice is counted as. */
  readonly operations: number;
  /** Which part of them it does in addition: 0.05 is a build that is 5 % slower. */
  readonly extra: number;
  readonly warmupSlices: number;
  readonly slices: number;
}

/** Of the measured slices, in nanoseconds. */
export interface SoloResult {
  readonly wallNs: readonly number[];
  readonly cpuNs: readonly number[];
  /** All slices together, warm-up included. */
  readonly workNs: number;
}

/** Operations of the slice with this number; over many of them the extra part is exact. */
export function askedOf({ operations, extra }: Pick<SoloJob, 'operations' | 'extra'>, slice: number): number {
  const upTo = (count: number): number => Math.floor(count * operations * (1 + extra) + 1e-6);
  return upTo(slice + 1) - upTo(slice);
}
