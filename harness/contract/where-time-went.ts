// Where the wall time of a run went: by block and stage, and by stage of the orchestrator while no block ran. In `results.json`.
import { Type } from 'typebox';
import type { Static } from 'typebox';

/** Stages of a block. At every moment a block is in exactly one of them, so they add up to its wall time. */
export const STAGES = [
  /** From the spawn of its runners to their `ready`. */
  'start',
  'prepare',
  /** Members wait at a barrier, or for another member's round. */
  'wait',
  /** Members move to the CPU of their block, and the orchestrator away from it. */
  'pin',
  /** Warm-up slots and warm-up rounds. */
  'warmup',
  /** Slots of leads, of measured slices, of short slices. */
  'lead',
  'slice',
  'short',
  /** While slices run, outside every slot: tokens, what the kernel counted, answers. */
  'between',
  /** Measured rounds, each with its witness. */
  'measured',
  /** Traced rounds, each with its witness. */
  'traced',
  /** From `finish` to the end of the processes. */
  'end',
  /** Folders, the arming of witnesses, and all that has no name here. */
  'other',
] as const;
export type Stage = (typeof STAGES)[number];

/** What the orchestrator does while no block runs. */
export const RUN_STAGES = [
  /** Interpreters and scenarios are found and chosen. */
  'find',
  /** Interpreters, runners and the machine are probed. */
  'probe',
  'plan',
  /** The witness is started, and all that has no name here. */
  'between',
  'journal',
  /** Records are judged, and measured where they were proved. */
  'judge',
  /** What recording costs is measured (`--observer`). */
  'observe',
  /** Cells, comparisons, smaller counterexamples. */
  'assemble',
  /** Results and page are written; 0 in the page itself. */
  'publish',
] as const;
export type RunStage = (typeof RUN_STAGES)[number];

const Milliseconds = Type.Number({ minimum: 0 });
const ofEach = <Name extends string>(names: readonly Name[]) =>
  Type.Object(
    Object.fromEntries(names.map((name) => [name, Milliseconds])) as Record<Name, typeof Milliseconds>,
  );

/** All blocks of one scenario and one parameter set: one per repetition, or one per invocation where it is plain. */
export const BlockTime = Type.Object({
  scenario: Type.String(),
  set: Type.String(),
  blocks: Type.Integer({ minimum: 1 }),
  /** On how many of the CPUs of this run nothing else ran meanwhile: 1, or all of them. */
  cpus: Type.Integer({ minimum: 1 }),
  /** The sum of the stages. */
  wallMs: Milliseconds,
  stagesMs: ofEach(STAGES),
});
export type BlockTime = Static<typeof BlockTime>;

/** A CPU on which blocks followed each other. Blocks of different CPUs run at once. */
export const CpuTime = Type.Object({
  /** Null: the blocks of this run ran one after the other. */
  cpu: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  /** While one of its blocks ran, or one that had all CPUs. */
  busyMs: Milliseconds,
  /** While only blocks of other CPUs ran. */
  idleMs: Milliseconds,
});
export type CpuTime = Static<typeof CpuTime>;

/**
 * `wallMs` = the sum of `runMs` + `blocksMs`; `blocksMs` = `busyMs` + `idleMs` of each CPU; and the sum of `busyMs` is the sum of
 * `wallMs` times `cpus` over the blocks.
 */
export const WhereTimeWent = Type.Object({
  /** From the search for interpreters until results and page are written. `run.wallMs` has the invocations alone. */
  wallMs: Milliseconds,
  /** While at least one block ran. */
  blocksMs: Milliseconds,
  runMs: ofEach(RUN_STAGES),
  cpus: Type.Array(CpuTime),
  blocks: Type.Array(BlockTime),
});
export type WhereTimeWent = Static<typeof WhereTimeWent>;
