// The project of a request: its config and what the request adds, opened as the command opens it; and what the config says where the request says nothing.
import { durationMs } from '../config/duration.ts';
import { openProject } from '../config/open-project.ts';
import type { OpenedProject } from '../config/open-project.ts';
import type { LoadedConfig } from '../config/check-config.ts';
import { configuredOptions, withOrigins } from '../config/option-defaults.ts';
import type { OptionOrigin } from '../config/option-defaults.ts';
import { FailureError } from '../contract/failure.ts';
import type { Result } from '../contract/failure.ts';
import type { Project } from '../contract/project.ts';
import type { Scenario } from '../contract/scenario.ts';
import { PROFILES } from '../orchestrate/prepare/amount-of-work.ts';
import type { ConfiguredRequest, ProjectRequest, RunRequest } from './requests.ts';

/** Throws a `FailureError` that names the file, or the path, and the place in it. */
export function openAsked({ config, runners, scenarioFolders }: ProjectRequest): Promise<OpenedProject> {
  return openProject({
    folder: process.cwd(),
    config: typeof config === 'string' ? config : null,
    without: config === false,
    runners: runners ?? [],
    defined: [],
    scenarios: scenarioFolders ?? [],
  });
}

/** Those of the package and of the project. */
export async function scenariosOf(project: Project): Promise<readonly Scenario[]> {
  const [{ loadScenarios }, { scenarios: own }] = await Promise.all([
    import('../catalogue/load-scenarios.ts'),
    import('../../scenarios/index.ts'),
  ]);
  return loadScenarios(own, project.scenarios);
}

/** An expected failure as a value, with the place of what the config said. */
export async function settled<Value>(
  act: () => Promise<Result<Value>>,
  origins: readonly OptionOrigin[] = [],
): Promise<Result<Value>> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: withOrigins(error.failure, origins) };
    throw error;
  }
}

/** What a config may say, by its own name and by that of a request. */
const FIELDS = [
  ['scenarios', 'scenarios'],
  ['subjects', 'subjects'],
  ['reference', 'reference'],
  ['repetitions', 'repetitions'],
  ['time', 'timeMs'],
  ['maxTime', 'maxTimeMs'],
  ['cpus', 'cpus'],
  ['seed', 'seed'],
  ['shrink', 'shrink'],
  ['observer', 'observer'],
  ['keepTraces', 'keepTraces'],
  ['trustDisturbed', 'trustDisturbed'],
] as const;

export interface Configured {
  readonly request: ConfiguredRequest;
  /** Of the fields that the config gave. */
  readonly origins: readonly OptionOrigin[];
}

/** The config says what the request does not. A request that says when the run ends wants neither end from the config. */
export function withConfigured(request: RunRequest, config: LoadedConfig | null): Configured {
  const { profile, values, placeOf } = configuredOptions(request.profile, config);
  const { time, maxTime, repetitions, ...others } = values;
  const isEnded = request.timeMs !== undefined || request.repetitions !== undefined;
  const configured: Omit<RunRequest, 'profile'> = {
    ...others,
    ...(maxTime === undefined ? {} : { maxTimeMs: maxTime * 1000 }),
    ...(repetitions === undefined || isEnded ? {} : { repetitions }),
    ...(time === undefined || isEnded ? {} : { timeMs: durationMs(time) ?? 0 }),
  };
  // A field may be there without a value.
  const said: RunRequest = Object.fromEntries(
    Object.entries(request).filter(([, value]) => value !== undefined),
  );
  const origins = FIELDS.filter(
    ([, field]) => configured[field] !== undefined && said[field] === undefined,
  ).map(([key, field]) => ({
    option: `\`${field}\``,
    values: [values[key]].flat().map(String),
    place: placeOf(key),
  }));
  const { profile: named, ...given } = said;
  const work = profile ?? PROFILES.find((known) => known === named);
  return {
    request: { ...configured, ...given, ...(work === undefined ? {} : { profile: work }) },
    origins,
  };
}
