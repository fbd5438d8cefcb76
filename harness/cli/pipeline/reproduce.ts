// The command that repeats the schedules of one invocation: a finding shows it to its reader.
import type { CellKey } from '../../contract/invocation.ts';
import { commandText } from './command-line.ts';

export interface Reproduction {
  readonly profile: string;
  readonly seed: number;
  readonly cell: CellKey;
  readonly unit: number;
  /** The loop of the runner was stalled. */
  readonly stress: boolean;
}

/** `check` does the work of this profile. */
const CHECKED_PROFILE = 'smoke';
/** `run` measures at least two repetitions. */
const FEWEST_RUN_UNITS = 2;

/** Null for the base of a comparison, which no command but that comparison runs. */
export function reproduction({ profile, seed, cell, unit, stress }: Reproduction): string | null {
  if (cell.side === 'base') return null;
  const what = ['--scenario', cell.scenario, '--subject', cell.subject, '--seed', String(seed)];
  if (profile === CHECKED_PROFILE) {
    const repeat = unit === 0 ? [] : ['--repeat', String(unit + 1)];
    return commandText(['check', ...what, ...repeat, ...(stress ? ['--stress'] : [])]);
  }
  const units = Math.max(FEWEST_RUN_UNITS, unit + 1);
  return commandText(['run', '--profile', profile, ...what, '--units', String(units)]);
}
