// `readResults` and `compare` for programs: stored runs, judged by the smallest effects that the config sets.
import { compareStoredRuns } from '../compare/compare-stored-runs.ts';
import type { RunComparison } from '../compare/compare-stored-runs.ts';
import type { Result } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import { recoverRun } from '../orchestrate/recover/recover-run.ts';
import { judgedBy, refuseUnknownThresholds, withThresholds } from '../plan/thresholds.ts';
import { hasCutShort, readStoredRun } from '../publish/read-runs.ts';
import { openAsked, scenariosOf, settled } from './project.ts';
import { whyNotCompare, whyNotProject } from './requests.ts';
import type { CompareRequest, ProjectRequest } from './requests.ts';

export function readAsked(path: string, request: ProjectRequest): Promise<Result<RunResult>> {
  return settled(async () => {
    const refused = whyNotProject(request);
    return refused === null
      ? { ok: true, value: await stored(path, request) }
      : { ok: false, failure: refused };
  });
}

export function compareAsked(
  runs: readonly [base: string | RunResult, head: string | RunResult],
  request: CompareRequest,
): Promise<Result<RunComparison>> {
  return settled(async () => {
    const refused = whyNotCompare(request);
    if (refused !== null) return { ok: false, failure: refused };
    const { project } = await openAsked(request);
    const { thresholds, config } = project;
    const [base, head] = [await resultOf(runs[0], request), await resultOf(runs[1], request)];
    const known = Object.keys(thresholds).length === 0 ? [] : await scenariosOf(project);
    refuseUnknownThresholds([...known, ...base.scenarios, ...head.scenarios], thresholds, config);
    return {
      ok: true,
      value: compareStoredRuns(judgedBy(base, thresholds), judgedBy(head, thresholds), request.across),
    };
  });
}

const resultOf = (run: string | RunResult, request: ProjectRequest): Promise<RunResult> | RunResult =>
  typeof run === 'string' ? stored(run, request) : run;

/** The config is read only for a run that was ended before it wrote its results. */
async function stored(path: string, request: ProjectRequest): Promise<RunResult> {
  if (!hasCutShort(path)) return readStoredRun(path).result;
  const { project } = await openAsked(request);
  const scenarios = withThresholds(await scenariosOf(project), project.thresholds);
  return readStoredRun(path, (folder) => recoverRun(folder, scenarios)).result;
}
