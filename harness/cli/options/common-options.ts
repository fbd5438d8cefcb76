// Options that several commands have: how they print, and what they take from outside of the package.
import type { Command } from 'commander';

export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

const WITH_SCENARIOS: ReadonlySet<string> = new Set([
  'run',
  'check',
  'replay',
  'list',
  'explain',
  'gate',
  'compare',
  'completions',
]);

/** Where a command finds what is not this package's own. */
export function addPlaces(command: Command): void {
  if (WITH_SCENARIOS.has(command.name()))
    command.option(
      '--scenarios <folder>',
      'also take the scenarios of this folder, each in <family>/<scenario>/; may be repeated',
      collect,
    );
}

/** The options of colour, signs and progress: the same for all commands. */
export function addTerminalStyle(command: Command): void {
  command
    .option('--color <when>', 'use colour: auto, always or never (default: auto)')
    .option('--no-color', 'same as --color=never')
    .option('--ascii', 'print ASCII characters only');
  if (['run', 'check', 'compare'].includes(command.name()))
    command.option('--progress <how>', 'show progress: auto, live, plain or none (default: auto)');
}
