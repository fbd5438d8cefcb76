// `run` and `check` for programs: nothing is printed, the process and its signals stay the caller's, what can go wrong is a value.
import { FailureError } from '../contract/failure.ts';
import type { Failure, Result } from '../contract/failure.ts';
import { cellId } from '../contract/invocation.ts';
import type { Checking, RunOptions } from '../contract/request.ts';
import type { RunResult } from '../contract/result.ts';
import { commandArguments } from './command-arguments.ts';
import { checkOptionsOf, runOptionsOf, whyNotCheck, whyNotRun } from './requests.ts';
import type { CheckRequest, RunRequest, Selection } from './requests.ts';
import type { RunListener } from '../orchestrate/listener.ts';
import type { PerformRequest } from '../orchestrate/perform-run.ts';

/** What a run or a check has left. The paths are absolute. */
export interface FinishedRun {
  readonly result: RunResult;
  readonly folder: string;
  /** Its `results.json`, which holds `result`. */
  readonly results: string;
  /** Its page. */
  readonly report: string;
  /** What could not be written. */
  readonly troubles: readonly Failure[];
}

export async function performAsked(request: RunRequest): Promise<Result<FinishedRun>> {
  const refused = whyNotRun(request);
  if (refused !== null) return { ok: false, failure: refused };
  const options = runOptionsOf(request);
  return perform(request, options, {
    args: commandArguments('run', request),
    comparing: 'subjects',
    breadth: 'default',
    checking: null,
  });
}

export async function checkAsked(request: CheckRequest): Promise<Result<FinishedRun>> {
  const refused = whyNotCheck(request);
  if (refused !== null) return { ok: false, failure: refused };
  const checking: Checking = { rules: request.rules ?? [], stress: request.stress ?? false };
  return perform(request, checkOptionsOf(request), {
    args: commandArguments('check', request),
    comparing: 'nothing',
    breadth: request.styles === 'all' ? 'styles' : 'catalogue',
    checking,
  });
}

type How = Pick<PerformRequest, 'args' | 'comparing' | 'breadth' | 'checking'>;

async function perform(asked: Selection, options: RunOptions, how: How): Promise<Result<FinishedRun>> {
  const [{ performRun }, { loadScenarios }, { scenarios: own }] = await Promise.all([
    import('../orchestrate/perform-run.ts'),
    import('../catalogue/load-scenarios.ts'),
    import('../../scenarios/index.ts'),
  ]);
  try {
    const scenarios = await loadScenarios(own, asked.scenarioFolders ?? []);
    const caller = { signal: asked.signal ?? null };
    const measured = await performRun({ ...how, options, scenarios, listener: listenerOf(asked), caller });
    if (measured === null) throw new Error('a run without another side is never given up beforehand');
    const { result, folder, troubles } = measured;
    const { path, results, report } = folder;
    return { ok: true, value: { result, folder: path, results, report, troubles } };
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure };
    throw error;
  }
}

function listenerOf({ onInvocation }: Selection): RunListener {
  return {
    announce() {},
    say() {},
    onSignal() {},
    abandon() {},
    async watch({ steps }) {
      let finished = 0;
      return {
        begin() {},
        started() {},
        done({ cell }, trouble) {
          finished++;
          onInvocation?.({ cell: cellId(cell), trouble, finished, planned: steps.length });
        },
        end() {},
      };
    },
  };
}
