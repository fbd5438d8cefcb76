// The gate's test of itself from the choice of cells to the verdict: opens what its blocks need, and clears up.
import { join } from 'node:path';
import { FailureError, failure } from '../contract/failure.ts';
import type { GateOptions } from '../contract/request.ts';
import type { Project } from '../contract/project.ts';
import { rootsOf } from '../contract/scenario-origin.ts';
import type { Scenario } from '../contract/scenario.ts';
import { refuseUnknownThresholds, withThresholds } from '../plan/thresholds.ts';
import { probeConditions } from '../run/block/bench-conditions.ts';
import type { BenchConditions } from '../run/block/bench-conditions.ts';
import { findPackage } from '../orchestrate/package-root.ts';
import { random32 } from '../orchestrate/chance.ts';
import { choose } from '../orchestrate/prepare/choose.ts';
import { findAndAsk } from '../orchestrate/prepare/find-runtimes.ts';
import { watchWindows } from '../orchestrate/conduct/run-windows.ts';
import type { RunStop } from '../orchestrate/stop.ts';
import { withPlaces } from '../orchestrate/with-places.ts';
import { calibratedCells } from './calibrated-cells.ts';
import { refuse, withoutScheduling } from './refuse.ts';
import { selfTest } from './self-test.ts';
import type { SelfTest } from './self-test.ts';

export interface SelfTestRequest {
  readonly options: GateOptions;
  /** The catalogue that is chosen from. */
  readonly scenarios: readonly Scenario[];
  readonly project: Project;
  readonly stop: RunStop;
  readonly say: (text: string) => void;
}

export interface SelfTestRun {
  readonly test: SelfTest;
  /** What the machine granted, in words. */
  readonly conditions: BenchConditions['conditions'];
  readonly seed: number;
}

/** Throws a `FailureError` EL4006 where nothing that was asked for is measured in slices. */
export async function runSelfTest(request: SelfTestRequest): Promise<SelfTestRun> {
  const { options, project, stop, say } = request;
  const { root } = findPackage();
  refuseUnknownThresholds(request.scenarios, project.thresholds, project.config);
  const scenarios = withThresholds(request.scenarios, project.thresholds);
  const scenarioRoots = rootsOf(scenarios);
  const found = await findAndAsk(root, options.subjects, project, { scenarioRoots });
  const choice = choose({ ...options, reference: null, breadth: 'catalogue' }, scenarios, found);
  const cells = calibratedCells(choice, options.scenarios.length === 0);
  if (cells.length === 0)
    throw new FailureError(
      failure(
        'EL4006',
        'No selected scenario is measured in slices.',
        'Choose a scenario that is, such as dispatch.turn.',
      ),
    );
  const machine = refuse(await probeConditions(), options.without);
  const windows = watchWindows();
  const seed = options.seed ?? random32();
  const test = await withPlaces(options.neighbour, (places) =>
    selfTest(
      { cells, runtimes: found.runtimes, blocks: options.blocks, gates: options.gates, seed, random32 },
      {
        ...places,
        packageRoot: root,
        runDirectory: join(places.scratchDirectory, 'pairs'),
        stop,
        machine,
        ...(options.without.includes('scheduling') ? { seen: withoutScheduling } : {}),
        onWindow: (window) => windows.slices(window),
      },
      say,
    ),
  );
  return { test, conditions: machine.conditions, seed };
}

/** What the self-test demands; null: it holds. Only of what was counted: a few verdicts cannot show a rate of one percent. */
export function troubleOf({ rates }: SelfTest): string | null {
  const unchanged = rates.find(({ effect }) => effect === 0);
  const five = rates.find(({ id }) => id === '5');
  if (unchanged === undefined || unchanged.resampled.differs.trials === 0)
    return 'Nothing could be tested: no block was proved.';
  if (unchanged.disjoint.differs.low > 0.01 || (unchanged.resampled.differs.share ?? 1) > 0.02)
    return 'The gate reports differences between equal builds: do not gate on this machine.';
  if ((five?.resampled.slower.share ?? 0) < 0.8)
    return 'The gate misses slowdowns of 5 %: a passed gate on this machine proves little.';
  return null;
}
