// What `evenloop plan` answers: the plan that `run` or `check` would carry out, divided into shards. Runs nothing but the questions to runners.
import { NO_PROJECT, OUT_ROOT } from '../../contract/project.ts';
import type { Project } from '../../contract/project.ts';
import type { Checking, RunOptions } from '../../contract/request.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { refuseUnknownThresholds, withThresholds } from '../../plan/thresholds.ts';
import { random32 } from '../chance.ts';
import { findPackage } from '../package-root.ts';
import type { ChoiceRequest } from '../prepare/choose.ts';
import { chooseHere, planHere } from '../prepare/plan-run.ts';
import { openWires } from '../wires.ts';
import type { RunListener } from '../listener.ts';
import type { PackedPlan } from './pack-plan.ts';

export interface PlanShardsRequest {
  /** With the shard 1 of as many as are asked for: its number changes nothing about the plan. */
  readonly options: RunOptions & Required<Pick<RunOptions, 'shard'>>;
  readonly breadth: ChoiceRequest['breadth'];
  readonly checking: Checking | null;
  readonly scenarios: readonly Scenario[];
  readonly project?: Project;
  readonly listener: RunListener;
}

export interface ShardsPlanned {
  readonly packed: PackedPlan;
  readonly seed: number;
}

export async function planShards(request: PlanShardsRequest): Promise<ShardsPlanned> {
  const project = request.project ?? { ...NO_PROJECT, outRoot: OUT_ROOT };
  refuseUnknownThresholds(request.scenarios, project.thresholds, project.config);
  const { root } = findPackage();
  const prepared = {
    ...request,
    project,
    scenarios: withThresholds(request.scenarios, project.thresholds),
    sides: ['head' as const],
    packageRoot: () => root,
    outRoot: project.outRoot,
  };
  const wires = openWires(null);
  try {
    const seed = request.options.seed ?? random32();
    const chosen = await chooseHere({ ...prepared, wires });
    const { shard } = await planHere({ ...prepared, wires }, chosen, seed, () => {});
    if (shard === null) throw new Error('a plan of shards has none');
    return { packed: shard.packed, seed };
  } finally {
    wires.close();
  }
}
