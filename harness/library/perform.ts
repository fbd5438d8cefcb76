// `run` and `check` for programs: nothing is printed, the process and its signals stay the caller's, what can go wrong is a value.
import type { Failure, Result } from '../contract/failure.ts';
import { cellId } from '../contract/invocation.ts';
import type { Project } from '../contract/project.ts';
import type { RunOptions } from '../contract/request.ts';
import type { RunResult } from '../contract/result.ts';
import { commandArguments } from './command-arguments.ts';
import { openAsked, scenariosOf, settled, withConfigured } from './project.ts';
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

export function performAsked(asked: RunRequest): Promise<Result<FinishedRun>> {
  return settled(async () => {
    const malformed = whyNotRun(asked, null);
    if (malformed !== null) return { ok: false, failure: malformed };
    const { project, config } = await openAsked(asked);
    const unknown = whyNotRun(asked, Object.keys(config?.profiles ?? {}));
    if (unknown !== null) return { ok: false, failure: unknown };
    const { request, origins } = withConfigured(asked, config);
    const refused = whyNotRun(request, []);
    if (refused !== null) return { ok: false, failure: refused };
    const how = {
      args: commandArguments('run', asked),
      comparing: 'subjects',
      breadth: 'default',
      checking: null,
    } as const;
    return settled(() => perform(request, runOptionsOf(request), project, how), origins);
  });
}

export function checkAsked(request: CheckRequest): Promise<Result<FinishedRun>> {
  return settled(async () => {
    const refused = whyNotCheck(request);
    if (refused !== null) return { ok: false, failure: refused };
    const { project } = await openAsked(request);
    return perform(request, checkOptionsOf(request), project, {
      args: commandArguments('check', request),
      comparing: 'nothing',
      breadth: request.styles === 'all' ? 'styles' : 'catalogue',
      checking: { rules: request.rules ?? [], stress: request.stress ?? false },
    });
  });
}

type How = Pick<PerformRequest, 'args' | 'comparing' | 'breadth' | 'checking'>;

async function perform(
  asked: Selection,
  options: RunOptions,
  project: Project,
  how: How,
): Promise<Result<FinishedRun>> {
  const { performRun } = await import('../orchestrate/perform-run.ts');
  const scenarios = await scenariosOf(project);
  const caller = { signal: asked.signal ?? null };
  const listener = listenerOf(asked);
  const measured = await performRun({ ...how, options, scenarios, project, listener, caller });
  if (measured === null) throw new Error('a run without another side is never given up beforehand');
  const { result, folder, troubles } = measured;
  const { path, results, report } = folder;
  return { ok: true, value: { result, folder: path, results, report, troubles } };
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
