// What a config says where the command line says nothing, in the words of the command line, and where each value comes from. Pure.
import { FailureError, failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import { nearest } from '../contract/nearest.ts';
import type { OptionSet } from '../contract/project-config.ts';
import type { Profile } from '../contract/scenario.ts';
import { OWN_PROFILES } from './check-config.ts';
import type { LoadedConfig } from './check-config.ts';

/** A value of an option that stands in a config. */
export interface OptionOrigin {
  readonly option: string;
  /** As messages quote it. */
  readonly values: readonly string[];
  /** `profiles.nightly.time of /project/evenloop.config.ts`. */
  readonly place: string;
}

export interface OptionsRead {
  readonly values: Readonly<Record<string, unknown>>;
  readonly origins: readonly OptionOrigin[];
}

/** What a config may say for these commands, as commander collects it. */
export const RUN_TAKES = [
  'scenario',
  'subject',
  'reference',
  'repetitions',
  'time',
  'maxTime',
  'cpus',
  'seed',
  'shrink',
  'observer',
  'keepTraces',
  'trustDisturbed',
] as const;
export const COMPARE_TAKES = ['scenario', 'subject', 'repetitions', 'maxTime', 'seed', 'keepTraces'] as const;

type Key = Exclude<keyof OptionSet, 'extends'>;

/** What a config says of the options of a run. */
export interface ConfiguredOptions {
  /** The amount of work that the profile extends; null: no profile of the config was named. */
  readonly profile: Profile | null;
  readonly values: Omit<OptionSet, 'extends'>;
  readonly placeOf: (key: Key) => string;
}

/** The options by the names under which their values are collected. */
const OPTIONS: readonly (readonly [key: Key, collected: string, option: string])[] = [
  ['scenarios', 'scenario', '--scenario'],
  ['subjects', 'subject', '--subject'],
  ['reference', 'reference', '--reference'],
  ['repetitions', 'repetitions', '--repetitions'],
  ['time', 'time', '--time'],
  ['maxTime', 'maxTime', '--max-time'],
  ['cpus', 'cpus', '--cpus'],
  ['seed', 'seed', '--seed'],
  ['shrink', 'shrink', '--shrink'],
  ['observer', 'observer', '--observer'],
  ['keepTraces', 'keepTraces', '--keep-traces'],
  ['trustDisturbed', 'trustDisturbed', '--trust-disturbed'],
];
/** Two ends of a run: who gives one of them on the command line wants neither from a config. */
const ENDS: readonly string[] = ['repetitions', 'units', 'time'];

/** `name` is what somebody gave as profile. Throws a `FailureError` where it is neither one of evenloop nor of the config. */
export function configuredOptions(name: unknown, config: LoadedConfig | null): ConfiguredOptions {
  const set = typeof name === 'string' ? namedSet(name, config) : null;
  const { extends: profile = 'quick', ...own } = set ?? {};
  const common = config?.reference ?? null;
  return {
    profile: set === null ? null : profile,
    values: common === null ? own : { reference: common, ...own },
    placeOf: (key) =>
      own[key] === undefined
        ? `${key} of ${config?.path}`
        : `profiles.${String(name)}.${key} of ${config?.path}`,
  };
}

/**
 * The collected options with those of the config filled in. `takes` are the names under which the command collects options: others
 * are left out. Throws a `FailureError` where `--profile` names a set of options that is not there.
 */
export function withConfig(
  given: Readonly<Record<string, unknown>>,
  config: LoadedConfig | null,
  takes: readonly string[],
): OptionsRead {
  const configured = configuredOptions(given['profile'], config);
  const values: Record<string, unknown> = { ...given };
  const origins: OptionOrigin[] = [];
  const ended = ENDS.some((each) => given[each] !== undefined);
  for (const [key, collected, option] of OPTIONS) {
    const value = configured.values[key];
    if (value === undefined || given[collected] !== undefined || !takes.includes(collected)) continue;
    if (ended && ENDS.includes(collected)) continue;
    values[collected] = asGiven(value);
    origins.push({ option, values: [value].flat().map(String), place: configured.placeOf(key) });
  }
  if (configured.profile !== null) values['profile'] = configured.profile;
  return { values, origins };
}

/** As the command line would have it: texts, lists of texts and flags. */
function asGiven(value: NonNullable<OptionSet[Key]>): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function namedSet(name: string, config: LoadedConfig | null): OptionSet | null {
  const sets = config?.profiles ?? {};
  const set = Object.hasOwn(sets, name) ? sets[name] : undefined;
  if (set !== undefined) return set;
  if (OWN_PROFILES.includes(name) || Object.keys(sets).length === 0) return null;
  const names = [...OWN_PROFILES, ...Object.keys(sets)];
  const near = nearest(name, names);
  const all = `Give --profile one of ${names.join(', ')}.`;
  throw new FailureError(
    failure(
      'EL1004',
      `--profile is ${JSON.stringify(name)}.`,
      near === null ? all : `Did you mean "${near}"? ${all}`,
    ),
  );
}

/** The failure with the place of each value that it quotes and that nobody gave on the command line. */
export function withOrigins(trouble: Failure, origins: readonly OptionOrigin[]): Failure {
  const quoted = origins.filter(({ values }) =>
    values.some((value) => trouble.cause.includes(JSON.stringify(value))),
  );
  const evidence = quoted.map(({ option, place }) => `${option} comes from ${place}`);
  return evidence.length === 0 ? trouble : { ...trouble, evidence: [...trouble.evidence, ...evidence] };
}

/** `config: /project/evenloop.config.ts (--reference old/promises, --time 10min)`. */
export function configLine(path: string, origins: readonly OptionOrigin[]): string {
  const values = origins.map(({ option, values }) => [option, ...values].join(' '));
  return `config: ${path}${values.length === 0 ? '' : ` (${values.join(', ')})`}`;
}
