// What a block of live processes consists of: its members, what they share, what becomes of each.
import type { Conditions, Outcome, SliceRecord } from '../../contract/invocation.ts';
import type { Step } from '../../contract/plan.ts';
import type { BenchConditions } from './bench-conditions.ts';
import type { Exclusively, Barrier } from './barrier.ts';
import type { OrchestratorCpus } from './orchestrator-cpus.ts';
import type { Session } from '../session/session.ts';
import type { SliceWindow } from './slice-block.ts';
import type { TokenChannel } from './token-channel.ts';

/** Slowdowns that a calibration injects: how much more than its slice a member is asked for. */
export type Injection = (step: Step, slice: number, operations: number) => number;

/** What lasts for a whole run. */
export interface BlockSettings {
  readonly machine: BenchConditions;
  readonly inject?: Injection;
  /** A slice that takes longer hangs; absent: half a minute. */
  readonly sliceLimitMs?: number;
  onWindow?(window: SliceWindow): void;
}

/** Where a block lives. */
export interface BlockPlace {
  /** The CPU of its members; null: wherever the kernel likes. */
  readonly cpu: number | null;
  readonly orchestrator: OrchestratorCpus;
}

/** A member that waits for the others. */
export interface ReadyMember {
  readonly id: string;
  readonly pid: number;
  readonly session: Session;
  readonly channel: TokenChannel;
  /** Rounds that it has run already. */
  readonly roundsBefore: number;
}

/** What a block does about its members' processes. */
export type BlockConditions = Pick<Conditions, 'cpu' | 'fixedLayout'>;

/** What became of a member in its block. */
export type MemberResult =
  | { readonly ok: true; readonly slices: SliceRecord | null; readonly conditions: BlockConditions }
  | { readonly ok: false; readonly outcome: Outcome };

/** The block as one of its members sees it. */
export interface BlockContext {
  readonly sampling: 'sliced' | 'duet';
  /** The slices are the first thing that a member does. */
  readonly fresh: boolean;
  readonly exclusively: Exclusively;
  /** All are prepared and were traced once. */
  readonly start: Barrier<ReadyMember, MemberResult>;
  /** All were measured: from here on they may end. */
  readonly end: Barrier<{ readonly id: string }, null>;
  /** The command before the runner's own, such as the one that fixes its memory layout. */
  readonly prefix: readonly string[];
  /** Every member has ended: the orchestrator may use its former CPUs again. */
  close(): Promise<void>;
}
