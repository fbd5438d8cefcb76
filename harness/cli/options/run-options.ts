// The options of `run`, checked, with their defaults.
import { FailureError, failure } from '../../contract/failure.ts';
import type { RunOptions } from '../../contract/request.ts';
import {
  choiceOption,
  decimalOption,
  durationOption,
  flagOption,
  integerOption,
  listOption,
  textOption,
  textsOption,
} from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';
import { readShardRequest } from '../../orchestrate/fleet/shard-request.ts';
import {
  DEFAULT_REPETITIONS,
  DEFAULT_TIMES,
  FEWEST_REPETITIONS,
  LARGEST_SEED,
  MOST_CPUS,
  MOST_IN_BUDGET,
  MOST_REPETITIONS,
  MOST_SECONDS,
  PROFILES,
} from '../../orchestrate/prepare/amount-of-work.ts';

/** `times`: the budget of each profile where neither time nor repetitions are given; of the others repetitions are counted. */
export function readRunOptions(raw: RawOptions, times = DEFAULT_TIMES): RunOptions {
  const profile = choiceOption(raw, 'profile', PROFILES) ?? 'quick';
  const given = integerOption(raw, nameOfRepetitions(raw), {
    from: FEWEST_REPETITIONS,
    to: MOST_REPETITIONS,
  });
  const timeMs = timeOf(raw, given, times[profile] ?? null);
  const repetitions = given ?? (timeMs === null ? DEFAULT_REPETITIONS[profile] : MOST_IN_BUDGET);
  const shrink = flagOption(raw, 'shrink');
  const observer = flagOption(raw, 'observer');
  return {
    ...sharedOptions(raw),
    profile,
    repetitions,
    timeMs,
    reference: textOption(raw, 'reference'),
    shrink,
    observer,
    cpus: integerOption(raw, 'cpus', { from: 1, to: MOST_CPUS }),
    ...(flagOption(raw, 'trust-disturbed') ? { trustDisturbed: true } : {}),
  };
}

/** Null: repetitions are counted. Both at once would be two ends of one run. */
function timeOf(raw: RawOptions, repetitions: number | null, usualMs: number | null): number | null {
  const given = durationOption(raw, 'time', { from: 1, to: MOST_SECONDS });
  if (given !== null && repetitions !== null)
    throw new FailureError(
      failure(
        'EL1004',
        'Both --time and --repetitions were given.',
        'Give --time for a budget, or --repetitions for the same number of repetitions everywhere.',
      ),
    );
  return given ?? (repetitions === null ? usualMs : null);
}

/** The name that was given: `--units` is the former name of `--repetitions`, which wins where both are given. */
function nameOfRepetitions(raw: RawOptions): string {
  return raw['repetitions'] === undefined && raw['units'] !== undefined ? 'units' : 'repetitions';
}

/** What `check` has in common with `run`. */
export function sharedOptions(
  raw: RawOptions,
): Omit<RunOptions, 'profile' | 'repetitions' | 'timeMs' | 'reference' | 'shrink' | 'observer' | 'cpus'> {
  const maxTime = decimalOption(raw, 'max-time', { from: 1, to: MOST_SECONDS });
  return {
    scenarios: listOption(raw, 'scenario'),
    subjects: listOption(raw, 'subject'),
    ...readShardRequest(
      {
        shard: textOption(raw, 'shard'),
        weights: textsOption(raw, 'weights'),
        seed: integerOption(raw, 'seed', { from: 0, to: LARGEST_SEED }),
      },
      process.env,
    ),
    out: textOption(raw, 'out'),
    json: flagOption(raw, 'json'),
    keepTraces: flagOption(raw, 'keep-traces'),
    maxTimeMs: maxTime === null ? null : maxTime * 1000,
    verbose: flagOption(raw, 'verbose'),
    wide: flagOption(raw, 'wide'),
    wire: textOption(raw, 'wire'),
  };
}
