// What the peers have in common: how a repetition of each is measured, and what it says.
import type { PeerCell } from './peer-cell.ts';
import type { PeerVerdict } from './rules.ts';

/** One repetition: the same build twice and the slowed one, measured the peer's way. */
export interface PeerTrial {
  /** For one comparison: two of the three builds. */
  readonly seconds: number;
  /** By the level or the variant of the rule. */
  readonly verdicts: readonly {
    readonly rule: string;
    readonly unchanged: PeerVerdict;
    readonly slowed: PeerVerdict;
  }[];
  /** Logarithms of what stands for one process, groups in which nothing differs but chance. */
  readonly groups: readonly (readonly number[])[];
  /** Whether these are differences of neighbours in time already, or values of single processes. */
  readonly paired: boolean;
  /** Of a process, so that a pair is two of them; for tasks in one process, of that process. */
  readonly secondsPerPair: number;
}

export interface PeerSizes {
  /** Processes a side, by rule. */
  readonly hyperfine: readonly number[];
  readonly compare: number;
  readonly pyperf: number;
  readonly inProcessMs: number | null;
}

export const PEER_SIZES: PeerSizes = { hyperfine: [10, 30], compare: 30, pyperf: 20, inProcessMs: null };
export const SMALL_SIZES: PeerSizes = { hyperfine: [3], compare: 3, pyperf: 3, inProcessMs: 40 };

export interface PeerPlace {
  readonly sizes: PeerSizes;
  readonly packageRoot: string;
  readonly directory: string;
  /** Found on this machine, or null. */
  readonly hyperfine: string | null;
}

export interface Peer {
  readonly id: string;
  readonly title: string;
  /** Why it cannot be asked about this cell; null: it can. */
  absent(cell: PeerCell, place: PeerPlace): string | null;
  trial(cell: PeerCell, place: PeerPlace): Promise<PeerTrial>;
  /** The slowdown as it reaches what this peer measures, as a logarithm. */
  effect(cell: PeerCell): number;
}
