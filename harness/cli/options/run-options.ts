// The options of `run`, checked, with their defaults.
import { FailureError, failure } from '../../contract/failure.ts';
import type { RunOptions } from '../../contract/request.ts';
import type { Profile } from '../../contract/scenario.ts';
import {
  choiceOption,
  decimalOption,
  durationOption,
  flagOption,
  integerOption,
  listOption,
  textOption,
} from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';
import { LOOKS } from '../../stats/group-sequential.ts';

export const PROFILES: readonly Profile[] = ['smoke', 'quick', 'standard', 'full'];
const DEFAULT_REPETITIONS: Readonly<Record<Profile, number>> = { smoke: 2, quick: 6, standard: 10, full: 20 };
/** One invocation shows no spread at all. */
const FEWEST_REPETITIONS = 2;
const MOST_REPETITIONS = 1000;
const MOST_CPUS = 4096;
const DAY_SECONDS = 86_400;

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
  };
}

/** Pairs beyond the last look are not used. */
const MOST_IN_BUDGET = LOOKS.at(-1) ?? 0;
/** From the command to the report, in milliseconds. */
const DEFAULT_TIMES: Readonly<Partial<Record<Profile, number>>> = { quick: 90_000 };

/** Null: repetitions are counted. Both at once would be two ends of one run. */
function timeOf(raw: RawOptions, repetitions: number | null, usualMs: number | null): number | null {
  const given = durationOption(raw, 'time', { from: 1, to: DAY_SECONDS });
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
  const maxTime = decimalOption(raw, 'max-time', { from: 1, to: DAY_SECONDS });
  return {
    scenarios: listOption(raw, 'scenario'),
    subjects: listOption(raw, 'subject'),
    seed: integerOption(raw, 'seed', { from: 0, to: 0xffffffff }),
    out: textOption(raw, 'out'),
    json: flagOption(raw, 'json'),
    keepTraces: flagOption(raw, 'keep-traces'),
    maxTimeMs: maxTime === null ? null : maxTime * 1000,
    verbose: flagOption(raw, 'verbose'),
    wide: flagOption(raw, 'wide'),
  };
}
