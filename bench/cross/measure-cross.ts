// Ratios of two runtimes measured in blocks of slices, and once more with plain fresh processes, round by round.
import { join } from 'node:path';
import { makeInspector } from '../../harness/orchestrate/conduct/inspect.ts';
import type { RunStop } from '../../harness/orchestrate/stop.ts';
import { splitMix32 } from '../../harness/contract/payload.ts';
import type { Scenario } from '../../harness/contract/scenario.ts';
import type { Runtime } from '../../harness/contract/runner-manifest.ts';
import type { BenchConditions } from '../../harness/run/block/bench-conditions.ts';
import { runPlan } from '../../harness/run/run-plan.ts';
import type { WitnessHost } from '../../harness/run/witness/port.ts';
import { typicalSlice } from '../../harness/stats/slice-values.ts';
import type { SliceValues } from '../../harness/stats/slice-values.ts';
import { crossRound } from './cross-plan.ts';
import type { CrossCell, CrossStep } from './cross-plan.ts';
import { crossRows } from './cross-rows.ts';
import type { CrossContrast, CrossRound, CrossRow } from './cross-rows.ts';

export interface CrossPlaces {
  readonly runtimes: readonly Runtime[];
  readonly packageRoot: string;
  readonly scratchDirectory: string;
  readonly witness: WitnessHost;
  readonly stop: RunStop;
  readonly machine: BenchConditions;
}

export interface CrossResult {
  readonly rows: readonly CrossRow[];
  /** Processes that were not proved, one line each. */
  readonly troubles: readonly string[];
}

export interface CrossRequest {
  readonly cells: readonly CrossCell[];
  readonly rounds: number;
  readonly seed: number;
  readonly random32: () => number;
}

export async function measureCross(
  { cells, rounds, seed, random32 }: CrossRequest,
  places: CrossPlaces,
  say: (text: string) => void,
): Promise<CrossResult> {
  const rows: CrossRow[] = [];
  const troubles: string[] = [];
  for (const [i, cell] of cells.entries()) {
    const { scenario, set, first, second } = cell;
    say(
      `[${i + 1}/${cells.length}] ${scenario.id}/${set.name}: ${second.id} over ${first.id}, ${rounds} rounds`,
    );
    const measure = measurer(cell, places, join(places.scratchDirectory, `cross-${i}`));
    const next = splitMix32(seed + i);
    const done: CrossRound[] = [];
    for (let round = 0; round < rounds && !places.stop.soft.aborted; round++) {
      const measured = await measure(crossRound(cell, { round, seed, next, random32 }));
      done.push(measured.round);
      troubles.push(...measured.troubles);
    }
    rows.push(
      ...crossRows(
        {
          scenario: scenario.id,
          set: set.name,
          first: first.id,
          second: second.id,
          ownRowForAllCpus: hasRowForAllCpus(cell),
        },
        done,
      ),
    );
  }
  return { rows, troubles };
}

interface MeasuredRound {
  readonly round: CrossRound;
  readonly troubles: readonly string[];
}

function measurer(cell: CrossCell, places: CrossPlaces, runDirectory: string) {
  const { runtimes, packageRoot, scratchDirectory, witness, stop } = places;
  const inspect = makeInspector({ runDirectory, runtimes, measure: true, keepTraces: false });
  return async (steps: readonly CrossStep[]): Promise<MeasuredRound> => {
    const values = new Map<string, SliceValues>();
    const troubles: string[] = [];
    for (const { way, plan } of steps) {
      const machine = way === 'free' ? unpinned(places.machine) : places.machine;
      const byId = new Map(plan.steps.map((step) => [step.invocation, step]));
      for await (const record of runPlan(plan, runtimes, {
        runDirectory,
        scratchDirectory,
        withoutTrail: true,
        witness,
        stop,
        packageRoot: () => packageRoot,
        blocks: { machine },
      })) {
        const step = byId.get(record.id);
        const slices = step && inspect(record, step).values?.slices;
        if (slices) values.set(`${way} ${record.cell.subject}`, slices);
        else troubles.push(`${cell.scenario.id} ${record.id}: ${wordOf(record.outcome.kind)}`);
      }
    }
    return { round: roundOf(cell, values), troubles };
  };
}

const wordOf = (outcome: string): string => (outcome === 'ok' ? 'not proved' : outcome);

/** Unpinned, on all CPUs, the orchestrator included: like a process that is not being measured. */
function unpinned(machine: BenchConditions): BenchConditions {
  return { ...machine, benchCpu: null, otherCpus: null, benchCpus: [] };
}

function roundOf(cell: CrossCell, values: ReadonlyMap<string, SliceValues>): CrossRound {
  const both = (way: string): readonly [SliceValues, SliceValues] | null => {
    const [a, b] = [values.get(`${way} ${cell.first.id}`), values.get(`${way} ${cell.second.id}`)];
    return a === undefined || b === undefined ? null : [a, b];
  };
  const [sliced, free, pinned] = [both('sliced'), both('free'), both('pinned')];
  return {
    sliced: sliced && contrastOf(cell.scenario, ...sliced),
    free: free && contrastOf(cell.scenario, ...free),
    pinned: pinned && contrastOf(cell.scenario, ...pinned),
  };
}

/** What an operation takes in a slice, and all its CPU: the second over the first, as a run compares them. */
export function contrastOf(scenario: Scenario, a: SliceValues, b: SliceValues): CrossContrast | null {
  const typical = Math.log(typicalSlice(b, scenario) / typicalSlice(a, scenario));
  const cpu = Math.log(b.cpuTotalNs / a.cpuTotalNs);
  return Number.isFinite(typical) && Number.isFinite(cpu) ? { typical, cpu } : null;
}

function hasRowForAllCpus({ scenario }: CrossCell): boolean {
  return Object.values(scenario.profiles)
    .flat()
    .some(({ measurement }) => measurement?.kind === 'plain');
}
