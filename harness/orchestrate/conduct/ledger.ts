// The state of each cell during a run: planned, recorded, judged, measured.
import type { Result } from '../../contract/failure.ts';
import { cellId } from '../../contract/invocation.ts';
import type { CellKey, InvocationRecord, Subject } from '../../contract/invocation.ts';
import type { ReadyMessage } from '../../contract/message.ts';
import type { Plausibility } from '../../contract/numbers.ts';
import type { Plan, Step } from '../../contract/plan.ts';
import type { ParameterSet, Scenario } from '../../contract/scenario.ts';
import type { Judgement } from '../../contract/verdict.ts';
import type { ComparedRounds } from '../../check/same-again.ts';
import type { InvocationValues } from '../../stats/measure.ts';
import { watchWindows } from './run-windows.ts';
import type { RunWindows } from './run-windows.ts';

/** One invocation after the checker saw it. */
export interface Inspected {
  readonly record: InvocationRecord;
  /** A failure when its sidecar is damaged. */
  readonly judgement: Result<Judgement>;
  /** What W6 says of it beside those before it, where that was asked. Not part of the judgement yet: see `judgeSameAgain`. */
  readonly compared?: ComparedRounds | null;
  /** Null without a proof. */
  readonly values: InvocationValues | null;
  /** The plausibility checks of the values; absent where there are no values. */
  readonly checks?: readonly Plausibility[];
}

export interface CellEntry {
  readonly key: CellKey;
  readonly scenario: Scenario;
  readonly set: ParameterSet;
  readonly subject: Subject;
  /** How many invocations it is to have. */
  planned: number;
  readonly inspected: Inspected[];
}

export interface Ledger {
  /** In the order of the plan's blocks: that is the order of every table. */
  readonly cells: readonly CellEntry[];
  enter(inspected: Inspected): void;
  /** These will not be carried out, because they can add nothing: they no longer count as planned. */
  spare(steps: readonly Step[]): void;
  /** The first `ready` that a runtime's runner sent. */
  readyOf(runtime: string): ReadyMessage | null;
  readonly windows: RunWindows;
  /** The number of invocations that ended, successfully or not. */
  ended(): number;
  /** How often the loops of the runners were stalled. */
  stalls(): number;
}

export function openLedger(plan: Plan): Ledger {
  const planned = new Map<string, number>();
  for (const { cell } of plan.steps) planned.set(cellId(cell), (planned.get(cellId(cell)) ?? 0) + 1);
  const cells = plan.blocks.flatMap(({ scenario, set, subjects, sides }) =>
    subjects.flatMap((subject) =>
      [...sides, 'control' as const].flatMap((side): CellEntry[] => {
        const key: CellKey = { scenario: scenario.id, set: set.name, subject: subject.id, side };
        const count = planned.get(cellId(key)) ?? 0;
        if (side === 'control' && count === 0) return [];
        return [{ key, scenario, set, subject, planned: count, inspected: [] }];
      }),
    ),
  );
  const byId = new Map(cells.map((cell) => [cellId(cell.key), cell]));
  const ready = new Map<string, ReadyMessage>();
  const windows = watchWindows();
  let ended = 0;
  let stalls = 0;
  return {
    cells,
    enter(inspected) {
      const { cell, rounds, ready: said } = inspected.record;
      const entry = byId.get(cellId(cell));
      if (entry === undefined) throw new Error(`a record of a cell that was not planned: ${cellId(cell)}`);
      entry.inspected.push(inspected);
      ended++;
      for (const round of rounds) stalls += round.stalls ?? 0;
      windows.invocation(inspected.record, inspected.values?.slices ?? null);
      if (said !== null && !ready.has(entry.subject.runtime)) ready.set(entry.subject.runtime, said);
    },
    spare(steps) {
      for (const { cell } of steps) {
        const entry = byId.get(cellId(cell));
        if (entry !== undefined) entry.planned--;
        ended++;
      }
    },
    readyOf: (runtime) => ready.get(runtime) ?? null,
    windows,
    ended: () => ended,
    stalls: () => stalls,
  };
}
