// What `results.json` says of the run as a whole: what was asked for, when, and how its time was spent.
import { Type } from 'typebox';
import { RecoveredView } from './recovered-view.ts';
import { MergedView, ShardView } from './shard.ts';
import { StressView, UncheckedStyle } from './check-view.ts';

const Value = Type.Number();

export const RunFactsView = Type.Object({
  id: Type.String(),
  command: Type.String(),
  profile: Type.String(),
  seed: Type.Integer(),
  startedAt: Type.String(),
  finishedAt: Type.String(),
  wallMs: Value,
  /** Share of the wall time that lies inside warm-up, traced or measured rounds. */
  dutyCycle: Value,
  /** Of the block that has most. */
  repetitions: Type.Integer(),
  /** How long the run was to take, in milliseconds; absent: every cell was to have the same number of repetitions. */
  budgetMs: Type.Optional(Value),
  /** Of a run with a budget. True: what was measured decided how many pairs a block got, and intervals hold at every look. */
  steered: Type.Optional(Type.Boolean()),
  /** On so many CPUs blocks ran at once; absent: on one. */
  cpus: Type.Optional(Type.Integer({ minimum: 1 })),
  complete: Type.Boolean(),
  interrupted: Type.Boolean(),
  commit: Type.Union([Type.String(), Type.Null()]),
  reference: Type.String(),
  /** Subjects that were asked for and of which there is no cell: their runtimes are missing or were refused. Absent: none. */
  absent: Type.Optional(Type.Array(Type.String())),
  /** Only for `check --stress`. */
  stress: Type.Optional(StressView),
  /** Only for `check`: the styles that it did not look at. */
  unchecked: Type.Optional(Type.Array(UncheckedStyle)),
  /** Only of a run that was ended before it wrote results: these were made of its journal. */
  recovered: Type.Optional(RecoveredView),
  /** When other processes took the run up; absent: it was carried out by one. */
  resumedAt: Type.Optional(Type.Array(Type.String())),
  /** Only of a part of a plan. */
  shard: Type.Optional(ShardView),
  /** Only of a result that was merged of all shards of a plan. */
  merged: Type.Optional(MergedView),
});
