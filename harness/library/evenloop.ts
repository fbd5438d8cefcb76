// What `import … from 'evenloop'` gives. Each function loads what it needs when it is called: a scenario or a configuration that imports
// this file alone starts quickly. docs/library.md describes it; everything else of the package may change at any time.
import type { Result } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import type { RunComparison } from '../compare/compare-stored-runs.ts';
import type { FinishedRun } from './perform.ts';
import type { CheckRequest, CompareRequest, ProjectRequest, RunRequest } from './requests.ts';

// For whoever declares a scenario.
export { defineScenario } from '../contract/define-scenario.ts';
export { MEANING_NOT_SPEED } from '../contract/measurement.ts';
export { BRIEF, LONG, SMOKE, pacing } from '../contract/pacing.ts';
export {
  bytesOfNonce,
  masked,
  randomBytes,
  seedOfNonce,
  shuffled,
  splitMix32,
  writePayload,
} from '../contract/payload.ts';
export { crc32, mix32 } from '../contract/digest.ts';
export { profileRow } from '../contract/runtime-profile.ts';
export {
  cpuPerOperation,
  noticeQuantile,
  peakResident,
  quantileDifference,
  quantileRatio,
  sliceCpu,
  sliceTime,
  wallPerOperation,
} from '../contract/standard-metrics.ts';
export type { ScenarioDeclaration } from '../contract/define-scenario.ts';
export type { SamplingPlan } from '../contract/measurement.ts';
export type { Parameters } from '../contract/message.ts';
export type { MetricSpec } from '../contract/metric.ts';
export type { ProfileRow, Profiles, RuntimeVersion } from '../contract/runtime-profile.ts';
export type { SamplePlan } from '../contract/sample-plan.ts';
export type {
  EventKind,
  Expectation,
  ExpectedEvent,
  Pacing,
  ParameterSet,
  Rule,
  Stimulus,
} from '../contract/scenario.ts';
export type { WitnessRecord } from '../contract/witness.ts';

// For whoever runs, checks and compares.
export type { Failure, FailureCode, Result } from '../contract/failure.ts';
export type { Cell, Change, Comparison, RunResult } from '../contract/result.ts';
export type { ConformanceVerdict } from '../contract/verdict.ts';
export type { RunComparison } from '../compare/compare-stored-runs.ts';
export type { EvenloopConfig } from '../contract/project-config.ts';
export { defineConfig } from '../config/define-config.ts';
export type { FinishedRun } from './perform.ts';
export type {
  CheckRequest,
  CompareRequest,
  EndedInvocation,
  ProjectRequest,
  RunRequest,
  Selection,
} from './requests.ts';

/** Measures: proves what happened, and compares the subjects. As `evenloop run`. */
export async function run(request: RunRequest = {}): Promise<Result<FinishedRun>> {
  const { performAsked } = await import('./perform.ts');
  return performAsked(request);
}

/** Checks that all subjects keep the contracts of the scenarios, and measures nothing. As `evenloop check`. */
export async function check(request: CheckRequest = {}): Promise<Result<FinishedRun>> {
  const { checkAsked } = await import('./perform.ts');
  return checkAsked(request);
}

/** The result of a stored run. `path` is its folder or its `results.json`; files of older versions are read under the present names. */
export async function readResults(path: string, request: ProjectRequest = {}): Promise<Result<RunResult>> {
  const { readAsked } = await import('./stored.ts');
  return readAsked(path, request);
}

/** What changed from one stored run to another: paths, or what `readResults` gave. As `evenloop compare <base> <head>`. */
export async function compare(
  base: string | RunResult,
  head: string | RunResult,
  request: CompareRequest = {},
): Promise<Result<RunComparison>> {
  const { compareAsked } = await import('./stored.ts');
  return compareAsked([base, head], request);
}
