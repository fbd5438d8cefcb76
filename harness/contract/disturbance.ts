// What went on beside a run and may have changed its numbers without any change of code.
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const DisturbanceKind = Type.Union([
  /** evenloop, a runner or the whole machine stood still. */
  Type.Literal('pause'),
  /** Another evenloop ran on the same machine. */
  Type.Literal('other-run'),
  /** The CPU quota of the control group held processes back. */
  Type.Literal('quota'),
  /** Other processes used the CPU. */
  Type.Literal('neighbour'),
  /** The hypervisor gave the CPU to other machines. */
  Type.Literal('stolen'),
]);
export type DisturbanceKind = Static<typeof DisturbanceKind>;

/** As it was seen: from when to when, in milliseconds since 1970. */
export interface DisturbanceSpan {
  readonly kind: DisturbanceKind;
  /** Who stood still, or which process ran; empty where the kind says it all. */
  readonly who: string;
  /** Share of the CPU time of the machine, or of the time where it is a quota; null: there is none. */
  readonly share: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** All spans of one kind and of one `who`. */
export const Disturbance = Type.Object({
  kind: DisturbanceKind,
  /** Who stood still, or which process ran; empty where the kind says it all. */
  who: Type.String(),
  /** The largest share of the CPU time that was taken, or of the time where it is a quota; null: there is none. */
  share: Type.Union([Type.Number(), Type.Null()]),
  /** How long, in milliseconds, all spans together. */
  ms: Type.Number(),
  /** The number of invocations that lived meanwhile. */
  invocations: Type.Integer({ minimum: 0 }),
});
export type Disturbance = Static<typeof Disturbance>;

export const Disturbances = Type.Object({
  seen: Type.Array(Disturbance),
  /** What this machine does not tell, so that it may have happened unseen. */
  unseen: Type.Array(Type.String()),
});
export type Disturbances = Static<typeof Disturbances>;

/** Of a cell: how many of its invocations lived while something of this kind went on. */
export const CellDisturbance = Type.Object({
  kind: DisturbanceKind,
  invocations: Type.Integer({ minimum: 1 }),
});
