// The commands that do something again, as a reader types them: a whole run, or the schedules of one invocation.
import type { CellKey } from '../contract/invocation.ts';

/** Repeats a run: what was given, and the seed that was drawn. */
export function commandLine(args: readonly string[], seed: number): string {
  const seeded = args.some((arg) => arg === '--seed' || arg.startsWith('--seed='));
  const all = seeded ? args : [...args, '--seed', String(seed)];
  return commandText(all);
}

/** As a shell takes it. */
export function commandText(args: readonly string[]): string {
  return ['evenloop', ...args.map(quoted)].join(' ');
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

export interface Reproduction {
  readonly profile: string;
  readonly seed: number;
  readonly cell: CellKey;
  readonly repetition: number;
  /** The folder that the scenario comes from; null: the package. */
  readonly root: string | null;
  /** The loop of the runner was stalled. */
  readonly stress: boolean;
  /** What the command line said of the project. */
  readonly words?: readonly string[];
}

/** `check` does the work of this profile. */
const CHECKED_PROFILE = 'smoke';
/** `run` measures at least two repetitions. */
const FEWEST_RUN_REPETITIONS = 2;

/**
 * Repeats the schedules of one invocation: what a finding tells its reader to type. Null for the base of a comparison, which
 * no command but that comparison runs.
 */
export function reproduction(found: Reproduction): string | null {
  const { profile, seed, cell, repetition, root, stress, words = [] } = found;
  if (cell.side === 'base') return null;
  const from = root === null ? [] : ['--scenarios', root];
  const selected = ['--scenario', cell.scenario, '--subject', cell.subject, '--seed', String(seed)];
  const what = [...from, ...selected, ...words];
  if (profile === CHECKED_PROFILE) {
    const repeat = repetition === 0 ? [] : ['--repeat', String(repetition + 1)];
    return commandText(['check', ...what, ...repeat, ...(stress ? ['--stress'] : [])]);
  }
  const repetitions = Math.max(FEWEST_RUN_REPETITIONS, repetition + 1);
  return commandText(['run', '--profile', profile, ...what, '--repetitions', String(repetitions)]);
}
