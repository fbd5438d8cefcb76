// The options of `run`, checked, with their defaults.
import type { RunOptions } from '../../contract/request.ts';
import type { Profile } from '../../contract/scenario.ts';
import {
  choiceOption,
  decimalOption,
  flagOption,
  integerOption,
  listOption,
  textOption,
} from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';

export const PROFILES: readonly Profile[] = ['smoke', 'quick', 'standard', 'full'];
const DEFAULT_REPETITIONS: Readonly<Record<Profile, number>> = { smoke: 2, quick: 6, standard: 10, full: 20 };
/** One invocation shows no spread at all. */
const FEWEST_REPETITIONS = 2;
const MOST_REPETITIONS = 1000;
const DAY_SECONDS = 86_400;

export function readRunOptions(raw: RawOptions): RunOptions {
  const profile = choiceOption(raw, 'profile', PROFILES) ?? 'quick';
  const repetitions =
    integerOption(raw, nameOfRepetitions(raw), { from: FEWEST_REPETITIONS, to: MOST_REPETITIONS }) ??
    DEFAULT_REPETITIONS[profile];
  const shrink = flagOption(raw, 'shrink');
  const observer = flagOption(raw, 'observer');
  return {
    ...sharedOptions(raw),
    profile,
    repetitions,
    reference: textOption(raw, 'reference'),
    shrink,
    observer,
  };
}

/** The name that was given: `--units` is the former name of `--repetitions`, which wins where both are given. */
function nameOfRepetitions(raw: RawOptions): string {
  return raw['repetitions'] === undefined && raw['units'] !== undefined ? 'units' : 'repetitions';
}

/** What `check` has in common with `run`. */
export function sharedOptions(
  raw: RawOptions,
): Omit<RunOptions, 'profile' | 'repetitions' | 'reference' | 'shrink' | 'observer'> {
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
