// One scenario, looked at as a whole: what is written down of it, and what the runners that answered have of it.
import type { Runtime } from '../contract/runner-manifest.ts';
import type { Scenario } from '../contract/scenario.ts';
import { folderOf } from '../contract/scenario-origin.ts';
import { stylesOf } from '../plan/support.ts';
import { styleGaps } from './style-gaps.ts';
import type { RunnerStyles } from './style-gaps.ts';
import { wholenessOf } from './whole-scenario.ts';
import type { Gap } from './whole-scenario.ts';

/** What `check --golden --json` prints of a scenario. */
export interface LookedAt {
  readonly id: string;
  readonly folder: string;
  /** The number of golden traces that were judged. */
  readonly traces: number;
  /** Of each runtime that answered: the styles in which it has the scenario. */
  readonly workloads: Readonly<Record<string, readonly string[]>>;
  readonly gaps: readonly Gap[];
}

export function lookAt(scenario: Scenario, packageRoot: string, runtimes: readonly Runtime[]): LookedAt {
  const folder = folderOf(scenario, packageRoot);
  const runners = runtimes
    .filter(({ offers }) => offers.length > 0)
    .map((each) => runnerStyles(each, scenario));
  const { gaps, traces } = wholenessOf(scenario, folder);
  return {
    id: scenario.id,
    folder,
    traces,
    workloads: Object.fromEntries(runners.map(({ runner, offered }) => [runner, offered])),
    gaps: [...gaps, ...styleGaps(scenario, runners)],
  };
}

function runnerStyles(runtime: Runtime, { id }: Scenario): RunnerStyles {
  const { id: runner, manifest, offers } = runtime;
  const offered = offers.find((offer) => offer.id === id)?.styles ?? [];
  return { runner, language: manifest.language, styles: stylesOf(runtime), offered };
}
