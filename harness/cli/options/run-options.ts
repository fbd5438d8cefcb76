// The options of `run` and `check`, checked, with their defaults.
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

export interface RunOptions {
  /** Patterns; empty: all scenarios. */
  readonly scenarios: readonly string[];
  /** Patterns; empty: the default subjects of each scenario. */
  readonly subjects: readonly string[];
  readonly profile: Profile;
  readonly units: number;
  /** Null: drawn for this run. */
  readonly seed: number | null;
  /** Null: a new folder under `reports/out`. */
  readonly out: string | null;
  readonly json: boolean;
  readonly keepTraces: boolean;
  readonly maxTimeMs: number | null;
  readonly reference: string | null;
  readonly verbose: boolean;
  readonly wide: boolean;
}

const PROFILES: readonly Profile[] = ['smoke', 'quick', 'standard', 'full'];
const DEFAULT_UNITS: Readonly<Record<Profile, number>> = { smoke: 2, quick: 6, standard: 10, full: 20 };
/** One invocation shows no spread at all. */
const FEWEST_UNITS = 2;
const MOST_UNITS = 1000;
const DAY_SECONDS = 86_400;

export function readRunOptions(raw: RawOptions): RunOptions {
  const profile = choiceOption(raw, 'profile', PROFILES) ?? 'quick';
  const units = integerOption(raw, 'units', { from: FEWEST_UNITS, to: MOST_UNITS }) ?? DEFAULT_UNITS[profile];
  return { ...shared(raw), profile, units, reference: textOption(raw, 'reference') };
}

/** `check` asks for meaning alone: the smallest work, once. */
export function readCheckOptions(raw: RawOptions): RunOptions {
  const units = integerOption(raw, 'units', { from: 1, to: MOST_UNITS }) ?? 1;
  return { ...shared(raw), profile: 'smoke', units, reference: null };
}

function shared(raw: RawOptions): Omit<RunOptions, 'profile' | 'units' | 'reference'> {
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
