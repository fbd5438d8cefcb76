// What `import … from 'evenloop'` gives. Each function loads what it needs when it is called: a scenario or a configuration that imports
// this file alone starts quickly. docs/library.md describes it; everything else of the package may change at any time.
import { FailureError } from '../contract/failure.ts';
import type { Result } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import type { RunComparison } from '../compare/compare-stored-runs.ts';
import type { FinishedRun } from './perform.ts';
import type { CheckRequest, RunRequest } from './requests.ts';

export type { Failure, FailureCode, Result } from '../contract/failure.ts';
export type { Cell, Change, Comparison, RunResult } from '../contract/result.ts';
export type { ConformanceVerdict } from '../contract/verdict.ts';
export type { RunComparison } from '../compare/compare-stored-runs.ts';
export type { FinishedRun } from './perform.ts';
export type { CheckRequest, EndedInvocation, RunRequest, Selection } from './requests.ts';

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
export async function readResults(path: string): Promise<Result<RunResult>> {
  const [{ readStoredRun }, { recoverRun }, { scenarios }] = await Promise.all([
    import('../publish/read-runs.ts'),
    import('../orchestrate/recover/recover-run.ts'),
    import('../../scenarios/index.ts'),
  ]);
  try {
    return { ok: true, value: readStoredRun(path, (folder) => recoverRun(folder, scenarios)).result };
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure };
    throw error;
  }
}

/** What changed from one stored run to another: paths, or what `readResults` gave. As `evenloop compare <base> <head>`. */
export async function compare(
  base: string | RunResult,
  head: string | RunResult,
): Promise<Result<RunComparison>> {
  const { compareStoredRuns } = await import('../compare/compare-stored-runs.ts');
  const [before, after] = [await resultOf(base), await resultOf(head)];
  if (!before.ok) return before;
  return after.ok ? { ok: true, value: compareStoredRuns(before.value, after.value) } : after;
}

async function resultOf(run: string | RunResult): Promise<Result<RunResult>> {
  return typeof run === 'string' ? readResults(run) : { ok: true, value: run };
}
